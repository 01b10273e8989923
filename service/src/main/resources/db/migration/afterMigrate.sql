-- After every migration, as the owner of the tables: what refuses to be changed refuses to be emptied, and the role that the server works as, where it
-- is another, is given what it needs and no more. Whatever a later migration brings is seen to by itself. Changes nothing where all is as it should be.
do
$$
declare
    server text := nullif(current_setting('douane.server_role', true), '');
    each   record;
    wanted text[];
    right_ text;
begin
    for each in
        select c.oid::regclass as name, c.relkind as kind, c.relispartition as is_part,
            c.relname in ('hold', 'budget', 'budget_account', 'api_key') as is_kept,
            c.relname = 'flyway_schema_history' as is_flyways,
            c.relname = 'decision_month_dropped' as is_owners,
            exists (
                select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
                where t.tgrelid = c.oid and p.proname in ('refuse_change', 'decision_is_append_only')
                    and t.tgtype & 16 <> 0 and t.tgattr::text = '' and t.tgqual is null) as is_evidence -- 16: before any update
        from pg_class c
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v')
    loop
        if each.is_evidence or each.is_kept then
            perform keep_from_truncate(each.name);
        end if;
        if server is not null and server <> current_user and not each.is_part then -- months are reached through the log
            wanted := case
                when each.is_flyways then '{}'
                when each.kind = 'v' or each.is_owners then '{select}'
                when each.is_evidence then '{select,insert}'
                when each.is_kept then '{select,insert,update}'
                else '{select,insert,update,delete}'
            end;
            foreach right_ in array '{select,insert,update,delete,truncate,references,trigger}'::text[]
            loop
                if right_ = any (wanted) and not has_table_privilege(server, each.name, right_) then
                    execute format('grant %s on %s to %I', right_, each.name, server);
                elsif right_ <> all (wanted) and has_table_privilege(server, each.name, right_) then
                    execute format('revoke %s on %s from %I', right_, each.name, server);
                end if;
            end loop;
        end if;
    end loop;
end
$$;
