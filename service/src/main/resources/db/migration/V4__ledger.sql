-- Money set aside by one decision. Lives in one state at a time: held, then settled, voided or expired; a settlement or a void that comes
-- after the expiry corrects it. Without a foreign key to the decision, whose table is partitioned and drops old months.
create table hold (
    decision_id       uuid primary key,
    amount_nanos      bigint not null check (amount_nanos >= 0),
    accounts          bigint[] not null,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    catalog           int not null,
    deployment        text not null,
    alternatives      text[] not null,
    service_tier      text not null,
    state             text not null default 'held' check (state in ('held', 'settled', 'voided', 'expired')),
    closed_at         timestamptz,
    charged_nanos     bigint check (charged_nanos >= 0),
    settled_by        text check (settled_by in ('usage', 'estimate')),
    presumed          bigint[] not null default '{}',
    used_input        bigint check (used_input >= 0),
    used_cached_input bigint check (used_cached_input between 0 and used_input),
    used_output       bigint check (used_output >= 0),
    used_deployment   text,
    used_service_tier text,
    check ((state = 'held') = (closed_at is null)),
    check ((state = 'settled') = (charged_nanos is not null)),
    check ((state = 'settled') = (settled_by is not null)),
    check (state = 'expired' or presumed = '{}'),
    check (presumed <@ accounts),
    check ((settled_by is not distinct from 'usage') = (used_input is not null)),
    check ((used_input is null) = (used_output is null) and (used_input is null) = (used_cached_input is null))
) with (fillfactor = 80);

comment on column hold.presumed is 'accounts that the expiry charged with the amount, because nobody said what was used';

create index hold_due on hold (expires_at) where state = 'held';

-- The first decision made under a key is the answer to every repeat.
create table idempotency_key (
    principal      text not null,
    key            text not null,
    request_digest bytea not null,
    decision_id    uuid not null,
    created_at     timestamptz not null,
    primary key (principal, key)
);

create index idempotency_key_age on idempotency_key (created_at);
