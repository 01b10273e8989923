-- How strict the checks were that a version was accepted under: it is held to them for as long as it is stored. What is there came in before that was counted.
alter table pack_version add column level integer not null default 1 check (level >= 1);

alter table pack_version alter column level drop default;

-- What a version says of itself, read once by a process that decides nothing. Of versions that are older than this table, from when they are next used.
create table pack_manifest (
    pack_version bigint primary key references pack_version (id),
    document     text not null check (jsonb_typeof(document::jsonb) = 'object')
);

create trigger pack_manifest_append_only
    before update or delete on pack_manifest
    for each row execute function refuse_change();
