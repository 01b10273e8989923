-- What searches look for is indexed behind the log, a segment of it at a time, instead of with every decision (decision 118).
drop index decision_workflow;
drop index decision_user;
drop index decision_ways;
drop index decision_rules;
drop index decision_would_have;

create table decision_segment (
    number   integer primary key,
    start    uuid not null unique,
    upto     uuid not null unique,
    indexed  boolean not null default false,
    earliest timestamptz,
    check (start < upto)
);

create index decision_segment_waiting on decision_segment (number) where not indexed;

comment on table decision_segment is 'the log in pieces, in the order of ids and without gaps; what comes after the last of them is not indexed yet';
comment on column decision_segment.start is 'the lowest id it may have';
comment on column decision_segment.upto is 'the lowest id after it';
comment on column decision_segment.indexed is 'in the order of numbers';
comment on column decision_segment.earliest is
    'decided_at of those that were there when it was indexed; ids may run ahead of the clock. Those that came later have a posting of the field late';

-- The same may stand here twice, where decisions came late: whoever writes them waits for nobody.
create table decision_posting (
    field   text not null,
    value   text not null,
    segment integer not null
);

create index decision_posting_place on decision_posting (field, value, segment);

comment on table decision_posting is 'in which segments there is a decision with this value';

-- Of the log nothing is weighed up any more: every search goes by ids.
create or replace function decision_statistics(part regclass) returns void
    language plpgsql as
$$
declare
    each record;
begin
    for each in select attname from pg_attribute where attrelid = part and attnum > 0 and not attisdropped and attname <> 'id'
    loop
        execute format('alter table %s alter column %I set statistics 0', part, each.attname);
    end loop;
end
$$;

select decision_statistics(inhrelid) from pg_inherits where inhparent = 'decision'::regclass;
