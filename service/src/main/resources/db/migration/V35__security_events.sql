-- What attackers do is seen (decision 155).
create table security_event (
    id        bigint generated always as identity primary key,
    kind      text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
    first_at  timestamptz not null,
    last_at   timestamptz not null check (last_at >= first_at),
    count     bigint not null check (count > 0),
    key       text,
    address   text,
    operation text,
    detail    text
);

comment on table security_event is 'what was refused to whom, and what matters of what was not; alike events are one row with their number';
comment on column security_event.key is 'the key that was shown; of unauthenticated the one it gave itself out for; start for the server itself';
comment on column security_event.address is 'where it came from, as the server saw it';
comment on column security_event.operation is 'by its method and path in the document; never the path that was sent';
comment on column security_event.detail is 'words of the server';

create index security_event_of_key on security_event (key, id) where key is not null;

create trigger security_event_append_only
    before update or delete on security_event
    for each row execute function refuse_change();

-- A key is what it was made as. It is used, and it ends: once, and never later than was said before.
create function refuse_key_change() returns trigger
    language plpgsql as
$$
declare
    moves constant text[] := '{last_used_at,expires_at,revoked_at,revoked_by}';
begin
    if tg_op = 'DELETE' then
        raise exception 'key % is never deleted', old.id;
    end if;
    if to_jsonb(new) - moves is distinct from to_jsonb(old) - moves then
        raise exception 'key % never changes what it is', old.id;
    end if;
    if old.revoked_at is not null and (new.revoked_at, new.revoked_by) is distinct from (old.revoked_at, old.revoked_by) then
        raise exception 'key % stays revoked', old.id;
    end if;
    if old.expires_at is not null and (new.expires_at is null or new.expires_at > old.expires_at) then
        raise exception 'key % does not end later than it was to', old.id;
    end if;
    if old.last_used_at is not null and (new.last_used_at is null or new.last_used_at < old.last_used_at) then
        raise exception 'key % was used when it was', old.id;
    end if;
    return new;
end
$$;

create trigger api_key_guarded
    before update or delete on api_key
    for each row execute function refuse_key_change();

-- A role that reads figures and nothing else.
alter table api_key drop constraint api_key_roles_check;
alter table api_key add constraint api_key_roles_check
    check (cardinality(roles) > 0
        and roles <@ array ['admin', 'approver', 'auditor', 'author', 'finops', 'gateway', 'metrics']);
