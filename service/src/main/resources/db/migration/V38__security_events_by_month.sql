-- Security events leave by whole months, so that none can be removed by anybody else than the owner of the tables (decision 163). What is there stays: the
-- first start moves it out of the default partition.
alter table security_event rename to security_event_before;
alter table security_event_before rename constraint security_event_pkey to security_event_before_pkey;
alter index security_event_of_key rename to security_event_before_of_key;

create table security_event (
    id        bigint generated always as identity,
    kind      text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
    first_at  timestamptz not null,
    last_at   timestamptz not null check (last_at >= first_at),
    count     bigint not null check (count > 0),
    key       text,
    address   text,
    operation text,
    detail    text,
    primary key (id, last_at)
) partition by range (last_at);

comment on table security_event is 'what was refused to whom, and what matters of what was not; alike events are one row with their number';
comment on column security_event.key is 'the key that was shown; of unauthenticated the one it gave itself out for; start for the server itself';
comment on column security_event.address is 'where it came from, as the server saw it';
comment on column security_event.operation is 'by its method and path in the document; never the path that was sent';
comment on column security_event.detail is 'words of the server';

create index security_event_of_key on security_event (key, id) where key is not null;

create trigger security_event_append_only
    before update or delete on security_event
    for each row execute function refuse_change();

create table security_event_default partition of security_event default;

insert into security_event overriding system value select * from security_event_before order by id;
select setval(pg_get_serial_sequence('security_event', 'id'), (select coalesce(max(id), 0) + 1 from security_event), false);
drop table security_event_before;
