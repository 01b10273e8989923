-- The log is analyzed again and again while it grows. Only what searches weigh up is worth it (decision 116). To be called for each partition,
-- which does not take this over from the table.
create function decision_statistics(part regclass) returns void
    language plpgsql as
$$
declare
    each record;
begin
    for each in
        select attname from pg_attribute
        where attrelid = part and attnum > 0 and not attisdropped and attname not in
            ('id', 'decided_at', 'verdict', 'product', 'workflow', 'caller_user', 'model_asked', 'model', 'hosting', 'control', 'rules', 'would_have')
    loop
        execute format('alter table %s alter column %I set statistics 0', part, each.attname);
    end loop;
end
$$;

select decision_statistics(inhrelid) from pg_inherits where inhparent = 'decision'::regclass;
