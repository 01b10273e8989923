-- As with holds and entries (V19): checks are parsed for every COPY and made on every row. The program makes these before it writes anything.
do
$$
declare
    each record;
begin
    for each in select conname as name from pg_constraint where contype = 'c' and conrelid = 'decision'::regclass
    loop
        execute format('alter table decision drop constraint %I', each.name);
    end loop;
end
$$;
