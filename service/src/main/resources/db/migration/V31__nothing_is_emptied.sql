-- What was written down stays, whoever is at the keyboard by mistake: tables of evidence refuse to be emptied, as they refuse to be changed. TRUNCATE
-- fires no trigger for rows, so it needs one of its own, on each month of the log too. Who may switch triggers off is no longer the role
-- the server works as (decision 139).
create function refuse_truncate() returns trigger
    language plpgsql as
$$
begin
    raise exception '% is never emptied', tg_table_name;
end
$$;

create function keep_from_truncate(kept regclass) returns void
    language plpgsql as
$$
begin
    if not exists (select from pg_trigger where tgrelid = kept and tgfoid = 'refuse_truncate'::regproc) then
        execute format('create trigger never_emptied before truncate on %s for each statement execute function refuse_truncate()', kept);
    end if;
end
$$;

create or replace function decision_upkeep(part regclass) returns void
    language plpgsql as
$$
declare
    each record;
begin
    -- Nothing is weighed up: every search goes by ids.
    for each in select attname from pg_attribute where attrelid = part and attnum > 0 and not attisdropped and attname <> 'id'
    loop
        execute format('alter table %s alter column %I set statistics 0', part, each.attname);
    end loop;
    execute format('alter table %s set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000,'
        ' autovacuum_analyze_scale_factor = 1)', part);
    perform keep_from_truncate(part);
end
$$;

select decision_upkeep(inhrelid) from pg_inherits where inhparent = 'decision'::regclass;

-- Which months have left the log, so that a decision that is missing from one that has not is told from one that is past its retention.
create table decision_month_dropped (
    upto       uuid primary key,
    dropped_at timestamptz not null,
    retention  text not null
);

comment on table decision_month_dropped is 'months of the log that were dropped, each with its decisions';
comment on column decision_month_dropped.upto is 'the lowest id after the month';
comment on column decision_month_dropped.retention is 'what it had passed, ISO 8601';

create trigger decision_month_dropped_append_only
    before update or delete on decision_month_dropped
    for each row execute function refuse_change();

-- What was dropped before it was written down: all before the oldest month there is.
insert into decision_month_dropped (upto, dropped_at, retention)
select oldest, now(), 'not known'
from (
    select min(substring(pg_get_expr(c.relpartbound, c.oid) from 'FROM \(''([0-9a-f-]{36})''\)'))::uuid as oldest
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'decision'::regclass) months
where oldest is not null;

-- What the last check of the log found, for every node to tell.
alter table ledger_check add column log_differing bigint;

comment on column ledger_check.log_differing is 'holds and decisions that contradict each other or themselves; null before the first check of them';
