-- The decision log. Append-only; one row a decision; a partition a calendar month (UTC) of the id's time.
-- Partitions are made ahead by the application, since a UUIDv7's month cannot be named in plain SQL before PostgreSQL 17.
create table decision (
    id              uuid not null,
    decided_at      timestamptz not null,
    principal       text not null,
    mode            text not null check (mode in ('enforce', 'advise')),
    verdict         text not null check (verdict in ('allow', 'reroute', 'downgrade', 'defer', 'deny')),
    organisation    text,
    product         text,
    team            text,
    workflow        text,
    caller_user     text,
    run             text,
    environment     text,
    model_asked     text,
    deployment      text,
    model           text,
    provider        text,
    region          text,
    hosting         text,
    control         text,
    tier            text,
    rules           text[] not null,
    ruleset         integer not null,
    catalog         integer not null,
    requested_nanos bigint check (requested_nanos >= 0),
    estimated_nanos bigint check (estimated_nanos >= 0),
    held_nanos      bigint check (held_nanos >= 0),
    request         text not null,
    answer          text not null,
    evidence        text not null,
    primary key (id),
    check ((verdict in ('allow', 'reroute', 'downgrade')) = (deployment is not null)),
    check ((deployment is null) = (estimated_nanos is null)),
    check (held_nanos is null or deployment is not null)
) partition by range (id);

create table decision_default partition of decision default;

-- Rows are read newest first, so the primary key serves every list whose value is not rare. Rare values need an index:
-- one B-tree each for the two ways with thousands of values, and for the others a bloom filter a megabyte of the table, which
-- costs an append next to nothing (measured: a B-tree for each of the eight doubled the cost of an append).
create index decision_workflow on decision (workflow, id) where workflow is not null;
create index decision_user on decision (caller_user, id) where caller_user is not null;
create index decision_ways on decision using brin (
    verdict text_bloom_ops (n_distinct_per_range = 8),
    product text_bloom_ops (n_distinct_per_range = 64),
    model text_bloom_ops (n_distinct_per_range = 64),
    model_asked text_bloom_ops (n_distinct_per_range = 64),
    hosting text_bloom_ops (n_distinct_per_range = 32),
    control text_bloom_ops (n_distinct_per_range = 32)
) with (pages_per_range = 128, autosummarize = on);
create index decision_rules on decision using gin (rules);

-- What was said stays said: rows leave only with their partition.
create function decision_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the decision log is append-only';
end
$$;

create trigger decision_append_only before update or delete on decision
    for each row execute function decision_is_append_only();
