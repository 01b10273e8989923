-- Who may spend how much. Immutable for now: a changed budget will be a new row of terms, so that accounts keep the terms they opened with.
create table budget (
    id           uuid primary key,
    name         text not null unique check (name ~ '^[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?$'),
    owner        text not null check (length(owner) between 1 and 200),
    amount_nanos bigint not null check (amount_nanos >= 0),
    currency     text not null check (currency ~ '^[A-Z]{3}$'),
    scope        jsonb not null check (jsonb_typeof(scope) = 'object'),
    period_unit  text not null check (period_unit in ('month')),
    period_zone  text not null check (length(period_zone) between 1 and 64),
    hardness     text not null check (hardness in ('hard', 'soft')),
    hold_expiry  text not null check (hold_expiry in ('charge', 'release')),
    created_at   timestamptz not null,
    created_by   text not null
);

-- One budget, one scope value, one period: the figures. Opened by the first call that touches it, with the budget's terms of that moment.
-- Half-filled pages, since every row is updated all the time and none of its indexed columns ever changes.
create table budget_account (
    id           bigint generated always as identity primary key,
    budget_id    uuid not null references budget,
    scope        text not null check (length(scope) between 1 and 600),
    period_start timestamptz not null,
    period_end   timestamptz not null,
    hard         boolean not null,
    releases     boolean not null,
    limit_nanos  bigint not null check (limit_nanos >= 0),
    held_nanos   bigint not null default 0 check (held_nanos >= 0),
    spent_nanos  bigint not null default 0 check (spent_nanos >= 0),
    version      bigint not null default 0,
    changed_at   timestamptz not null default clock_timestamp(),
    check (period_end > period_start),
    unique (budget_id, scope, period_start)
) with (fillfactor = 50);

comment on column budget_account.releases is 'an unsettled hold that expires gives its money back instead of being charged';
comment on column budget_account.version is 'counts the changes, so that a reader can tell the newer of two pictures';
