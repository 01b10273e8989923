-- Tables that only grow are vacuumed little and often, and analyzed seldom (decision 119). By default vacuum waits until they are a fifth
-- larger: then hundreds of megabytes are read again, each page is put into the WAL whole and written a second time, and commits wait for the disk
-- meanwhile. Done while pages are still in memory and their last checkpoint is not over, it is 60 bytes of WAL a page. What analyze would find
-- out is what it found out when they were half as large.
create function decision_upkeep(part regclass) returns void
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
end
$$;

comment on function decision_upkeep is 'to be called for each partition of the log, which does not take this over from the table';

drop function decision_statistics(regclass);

select decision_upkeep(inhrelid) from pg_inherits where inhparent = 'decision'::regclass;

alter table ledger_entry
    set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000, autovacuum_analyze_scale_factor = 1);

-- Holds end, and their rows change with it: vacuumed as often, their indexes would be read for a fiftieth of their rows.
alter table hold set (autovacuum_analyze_scale_factor = 1);

-- Vacuum summarises what is new. What inserts ask for is kept in a list of 256 for all indexes, too short for a minute at full load, and what
-- does not fit is a line in PostgreSQL's log.
alter index ledger_entry_at set (autosummarize = off);
alter index ledger_entry_decision set (autosummarize = off);
