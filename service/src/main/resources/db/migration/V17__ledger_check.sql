-- What the background check of the ledger has added up already, so that the next check need not add up the years again.
create table ledger_balance (
    account bigint primary key,
    held    numeric not null,
    spent   numeric not null,
    limits  numeric not null
);

comment on table ledger_balance is 'sums of the entries before ledger_check.balance_before; may be emptied together with it at any time';

-- One row: how far the balance goes, and what the last check found, for every node to tell.
create table ledger_check (
    only_row       boolean primary key default true check (only_row),
    balance_before timestamptz not null default '-infinity',
    checked_at     timestamptz,
    differing      bigint check (differing >= 0),
    check ((checked_at is null) = (differing is null))
);

insert into ledger_check default values;
