-- A hold belongs to whom it was made for: to one key, or to all keys of one named gateway. Every movement says who made it.
alter table api_key
    add column gateway text
        check (gateway ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(gateway) <= 64)
        check (gateway is null or 'gateway' = any (roles));

comment on column api_key.gateway is 'the gateway it is a key of; keys of one gateway have their holds and idempotency keys in common';

alter table hold
    add column owner text,
    add column moved_by text;

comment on column hold.owner is 'gateway:<name>, or the id of the key that asked; null where that is not known any more';
comment on column hold.moved_by is 'the key that settled, voided or reported last; house for an expiry; null where nobody has, or before this was recorded';

update hold set owner = decision.principal from decision where decision.id = hold.decision_id;

alter table ledger_entry add column moved_by text;

comment on column ledger_entry.moved_by is 'the id of a key; house for what nobody asked for; null before this was recorded';
comment on column idempotency_key.principal is 'gateway:<name>, or the id of a key';
