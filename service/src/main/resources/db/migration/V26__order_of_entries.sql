-- In which order accounts were changed (decision 133). The time of an entry is that of the node's clock at the beginning of its transaction, and
-- neither clocks nor beginnings follow the order of commits. A transaction that changes accounts takes a number once it has locked all of them:
-- whoever changes one of them after it gets a higher one.
create table ledger_batch (
    at     timestamptz not null,
    batch  bigint not null,
    number bigint generated always as identity
) with (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000, autovacuum_analyze_scale_factor = 1);

comment on table ledger_batch is 'one row a transaction of the ledger, append-only';
comment on column ledger_batch.at is 'the same as in its entries';
comment on column ledger_batch.batch is 'drawn at random: tells it from others of the same time';

create index ledger_batch_at on ledger_batch using brin (at) with (pages_per_range = 64);

create trigger ledger_batch_append_only
    before update or delete on ledger_batch
    for each row execute function refuse_change();

alter table ledger_entry
    add column batch bigint,
    add column place int;

comment on column ledger_entry.batch is 'of its transaction; null for the opening of an account, before which nothing can be, and in entries from before there were batches';
comment on column ledger_entry.place is 'which of its transaction''s entries it is';
