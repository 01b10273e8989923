-- What the pack's own scenarios showed when it was published here; null for packs that were held against theirs elsewhere.
alter table pack_version
    add column report text check (jsonb_typeof(report::jsonb) = 'object');

-- Signatures stand beside the pack, so that a further one can be added to what is published. Each is kept as it was given.
create table pack_signature (
    id        bigint generated always as identity primary key,
    name      text not null,
    version   text not null,
    envelope  text not null check (length(envelope) <= 65536),
    stored_at timestamptz not null,
    stored_by text not null,
    foreign key (name, version) references pack_version (name, version)
);

create unique index pack_signature_once on pack_signature (name, version, md5(envelope));

create trigger pack_signature_append_only
    before update or delete on pack_signature
    for each row execute function refuse_change();
