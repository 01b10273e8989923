-- Every movement of money, append-only: an account's limit, held and spent are the sums of its entries. One row a movement, whatever the
-- number of accounts, with arrays that run in parallel. No B-tree: rows arrive in the order of time, so block ranges find them.
create table ledger_entry (
    at          timestamptz not null,
    kind        text not null
        check (kind in ('open', 'amend', 'hold', 'report', 'settle', 'void', 'expire', 'correct')),
    decision_id uuid,
    accounts    bigint[] not null,
    held        bigint[] not null check (cardinality(held) = cardinality(accounts)),
    spent       bigint[] not null check (cardinality(spent) = cardinality(accounts)),
    limits      bigint[] check (cardinality(limits) = cardinality(accounts)),
    check ((kind in ('open', 'amend')) = (decision_id is null) and (decision_id is null) = (limits is not null))
);

comment on column ledger_entry.held is 'differences in nano-units, like spent and limits';
comment on column ledger_entry.kind is
    'correct: a settlement or a void that came after the expiry; report: a part of a settlement; amend: another limit';

create index ledger_entry_at on ledger_entry using brin (at) with (pages_per_range = 64, autosummarize = on);
create index ledger_entry_decision on ledger_entry using brin (decision_id) with (pages_per_range = 64, autosummarize = on);

-- What was there before there were entries becomes each account's opening balance.
insert into ledger_entry (at, kind, decision_id, accounts, held, spent, limits)
select changed_at, 'open', null, array [id], array [held_nanos], array [spent_nanos], array [limit_nanos] from budget_account order by id;

create trigger ledger_entry_append_only
    before update or delete on ledger_entry
    for each row execute function refuse_change();

-- A budget may hold less than the worst case, so what a decision holds can differ from account to account.
alter table hold
    add column amounts bigint[] check (cardinality(amounts) = cardinality(accounts));

comment on column hold.amount_nanos is 'the largest of amounts';
comment on column hold.amounts is 'what each of accounts holds, in nano-units; null where each holds amount_nanos';
