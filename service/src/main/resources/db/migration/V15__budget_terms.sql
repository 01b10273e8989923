-- More ways to divide time, to hold, to pass a limit and to carry over. A budget's row stays what it was made with; amendments come after it.
alter table budget drop constraint budget_period_unit_check;
alter table budget
    add constraint budget_period_unit_check check (period_unit in ('day', 'week', 'month', 'quarter', 'year', 'once')),
    add column starter            boolean not null default false,
    add column period_fiscal      text check (period_fiscal ~ '^([0-9]{2}-)?[0-9]{2}$'),
    add column window_start       timestamptz,
    add column window_end         timestamptz,
    add column overrun            text not null default 'never' check (overrun in ('never', 'last-call-may-cross')),
    add column estimate           text not null default 'worst-case' check (estimate in ('worst-case', 'expected')),
    add column estimate_quantile  integer check (estimate_quantile between 500 and 999),
    add column estimate_floor     integer check (estimate_floor between 0 and 1000000),
    add column estimate_warm_up   integer check (estimate_warm_up between 1 and 1000000),
    add column rollover           text not null default 'none' check (rollover in ('none', 'carry', 'capped')),
    add column rollover_cap_nanos bigint check (rollover_cap_nanos >= 0),
    add check ((period_unit = 'once') = (window_start is not null) and (period_unit = 'once') = (window_end is not null)),
    add check (window_end > window_start),
    add check ((estimate = 'expected') = (estimate_quantile is not null)
        and (estimate_quantile is null) = (estimate_floor is null) and (estimate_quantile is null) = (estimate_warm_up is null)),
    add check ((rollover = 'capped') = (rollover_cap_nanos is not null)),
    add check (period_unit <> 'once' or rollover = 'none');

comment on column budget.estimate_quantile is 'in thousandths';
comment on column budget.period_fiscal is 'MM-DD of a year or a quarter, DD of a month; null begins with the calendar';

-- What an account was opened with stays on it: whoever is moved later, history is not.
alter table budget_account
    add column owner       text,
    add column may_cross   boolean not null default false,
    add column carry_nanos bigint not null default 0 check (carry_nanos >= 0);

update budget_account a set owner = b.owner from budget b where b.id = a.budget_id;

comment on column budget_account.carry_nanos is 'what the period before left; the limit is the amount and this';
comment on column budget_account.may_cross is 'a call is let through as long as the limit is not reached';

-- Each says what it changes; the terms of a time are the budget's row with all changes up to then.
create table budget_amendment (
    budget_id    uuid not null references budget,
    number       integer not null check (number >= 1),
    takes_effect text not null check (takes_effect in ('now', 'next-period')),
    effective_at timestamptz not null,
    changes      jsonb not null check (jsonb_typeof(changes) = 'object'),
    why          text not null check (length(why) between 1 and 2000),
    changed_at   timestamptz not null,
    changed_by   text not null,
    primary key (budget_id, number)
);

create trigger budget_amendment_append_only
    before update or delete on budget_amendment
    for each row execute function refuse_change();

-- More money for a while. It counts once it is approved, until it is revoked, from the one instant to the other.
create table budget_override (
    budget_id   uuid not null references budget,
    number      integer not null check (number >= 1),
    scope       text check (length(scope) between 1 and 600),
    extra_nanos bigint not null check (extra_nanos > 0),
    from_at     timestamptz not null,
    until_at    timestamptz not null check (until_at > from_at and until_at <= from_at + interval '2208 hours'),
    why         text not null check (length(why) between 1 and 2000),
    proposed_at timestamptz not null,
    proposed_by text not null,
    primary key (budget_id, number)
);

create trigger budget_override_append_only
    before update or delete on budget_override
    for each row execute function refuse_change();

create table budget_override_step (
    budget_id uuid not null,
    number    integer not null,
    action    text not null check (action in ('approve', 'revoke')),
    why       text check (length(why) between 1 and 2000),
    taken_at  timestamptz not null,
    taken_by  text not null,
    primary key (budget_id, number, action),
    foreign key (budget_id, number) references budget_override
);

create trigger budget_override_step_append_only
    before update or delete on budget_override_step
    for each row execute function refuse_change();

-- Four eyes, in the database too.
create function refuse_own_override() returns trigger
    language plpgsql as
$$
begin
    if new.action = 'approve' and exists (
        select from budget_override o
        where o.budget_id = new.budget_id and o.number = new.number and o.proposed_by = new.taken_by) then
        raise exception 'override % was proposed by % and must be approved by somebody else', new.number, new.taken_by;
    end if;
    return new;
end
$$;

create trigger budget_override_four_eyes
    before insert on budget_override_step
    for each row execute function refuse_own_override();

-- Counts what was changed, one change at a time, so that a node need not read all budgets to learn that nothing is new.
create table budget_revision (
    single boolean primary key default true check (single),
    number bigint not null
);

insert into budget_revision (number) values (1);

create function note_budget_change() returns trigger
    language plpgsql as
$$
begin
    update budget_revision set number = number + 1;
    perform pg_notify('douane_budgets', '');
    return null;
end
$$;

create trigger budget_told
    after insert or update or delete on budget
    for each statement execute function note_budget_change();

create trigger budget_amendment_told
    after insert on budget_amendment
    for each statement execute function note_budget_change();

create trigger budget_override_step_told
    after insert on budget_override_step
    for each statement execute function note_budget_change();
