-- What every decision pays for in PostgreSQL, without what nobody needs there (decision 115).

-- A foreign key has the database look at each row of each update again, though no account ever changes its budget. What it kept out is kept
-- out where it can happen: an account without a budget, and a budget that goes away.
alter table budget_account drop constraint budget_account_budget_id_fkey;

create function account_needs_its_budget() returns trigger
    language plpgsql as
$$
begin
    if not exists (select from budget where id = new.budget_id) then
        raise exception 'account of budget %, which is not there', new.budget_id using errcode = 'foreign_key_violation';
    end if;
    return null;
end
$$;

create trigger budget_account_has_its_budget
    after insert on budget_account
    for each row execute function account_needs_its_budget();

create trigger budget_stays
    before delete on budget
    for each row execute function refuse_change();

-- Checks are parsed anew for every COPY and made on every row: a quarter to a half of what it takes to write these two tables. They say
-- what the program guarantees. Whether it did is told by the views below, which the check of the ledger reads.
do
$$
declare
    each record;
begin
    for each in
        select conrelid::regclass as of, conname as name from pg_constraint
        where contype = 'c' and conrelid in ('hold'::regclass, 'ledger_entry'::regclass)
    loop
        execute format('alter table %s drop constraint %I', each.of, each.name);
    end loop;
end
$$;

create view malformed_hold as
select decision_id, state
from hold
where not (
    amount_nanos >= 0
    and cardinality(amounts) = cardinality(accounts)
    and completions > 1
    and charged_nanos >= 0
    and reported_nanos >= 0
    and state in ('held', 'settled', 'voided', 'expired')
    and settled_by in ('usage', 'estimate')
    and (state = 'held') = (closed_at is null)
    and (state = 'settled') = (charged_nanos is not null)
    and (state = 'settled') = (settled_by is not null)
    and (state = 'expired' or presumed = '{}')
    and presumed <@ accounts
    and cardinality(used) = 8
    and 0 <= all (used)
    and (used is not null) = case state when 'settled' then settled_by = 'usage' else reported_nanos is not null end
    and (state <> 'voided' or coalesce(reported_nanos, 0) = 0));

create view malformed_ledger_entry as
select at, kind, decision_id
from ledger_entry
where not (
    kind in ('open', 'amend', 'hold', 'report', 'settle', 'void', 'expire', 'correct')
    and cardinality(held) = cardinality(accounts)
    and cardinality(spent) = cardinality(accounts)
    and cardinality(limits) = cardinality(accounts)
    and (kind in ('open', 'amend')) = (decision_id is null)
    and (decision_id is null) = (limits is not null));

comment on view malformed_hold is 'always empty: holds in a state that no hold can be in';
comment on view malformed_ledger_entry is 'always empty: entries that are none';
