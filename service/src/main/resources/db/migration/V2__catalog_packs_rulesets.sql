-- Catalogs, rule packs and rulesets: numbered or versioned, immutable once written. The digests are checked by the database too.

create function refuse_change() returns trigger
    language plpgsql as
$$
begin
    raise exception '% is append-only', tg_table_name;
end
$$;

-- A catalog version is the deployments and the jurisdiction groups together: a decision made again needs both.
create table catalog_version (
    version              integer primary key check (version >= 1),
    digest               text not null check (digest = 'sha256:' || encode(sha256(document), 'hex')),
    document             bytea not null,
    jurisdictions_digest text not null check (jurisdictions_digest = 'sha256:' || encode(sha256(jurisdictions), 'hex')),
    jurisdictions        bytea not null,
    origin               text not null check (origin in ('shipped', 'file')),
    created_at           timestamptz not null,
    created_by           text not null
);

create trigger catalog_version_append_only
    before update or delete on catalog_version
    for each row execute function refuse_change();

-- content is the canonical file list that the digest is made of.
create table pack_version (
    id           bigint generated always as identity primary key,
    name         text not null check (name ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(name) <= 64),
    version      text not null check (version ~ '^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$'),
    digest       text not null check (digest = 'sha256:' || encode(sha256(content), 'hex')),
    concern      text not null check (concern in ('classification', 'cost-tier', 'sovereignty', 'budget')),
    title        text not null,
    content      bytea not null,
    published_at timestamptz not null,
    published_by text not null,
    unique (name, version),
    unique (name, version, digest)
);

create trigger pack_version_append_only
    before update or delete on pack_version
    for each row execute function refuse_change();

create table ruleset (
    number                    integer primary key check (number >= 1),
    digest                    text not null unique check (digest ~ '^sha256:[0-9a-f]{64}$'),
    default_max_output_tokens integer not null check (default_max_output_tokens >= 1),
    zone                      text not null,
    created_at                timestamptz not null,
    created_by                text not null
);

create trigger ruleset_append_only
    before update or delete on ruleset
    for each row execute function refuse_change();

create table ruleset_pack (
    ruleset integer not null references ruleset,
    name    text not null,
    version text not null,
    digest  text not null,
    mode    text not null check (mode in ('enforce', 'observe')),
    primary key (ruleset, name),
    foreign key (name, version, digest) references pack_version (name, version, digest)
);

create trigger ruleset_pack_append_only
    before update or delete on ruleset_pack
    for each row execute function refuse_change();

-- What is in force is the ruleset of the last row; rolling back is one row more.
create table ruleset_activation (
    id           bigint generated always as identity primary key,
    ruleset      integer not null references ruleset,
    activated_at timestamptz not null,
    activated_by text not null
);

create trigger ruleset_activation_append_only
    before update or delete on ruleset_activation
    for each row execute function refuse_change();
