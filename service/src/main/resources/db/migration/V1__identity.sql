-- API keys. A key is shown once; what stays is its SHA-256. Rows are never deleted: a decision names the key that asked for it.
create table api_key (
    id           text primary key check (id ~ '^[a-z0-9]{4,32}$'),
    name         text not null check (length(name) between 1 and 120),
    sha256       bytea not null unique check (octet_length(sha256) = 32),
    roles        text[] not null
        check (cardinality(roles) > 0
            and roles <@ array ['admin', 'approver', 'auditor', 'author', 'finops', 'gateway']),
    created_at   timestamptz not null,
    created_by   text not null,
    expires_at   timestamptz check (expires_at > created_at),
    last_used_at timestamptz,
    revoked_at   timestamptz,
    revoked_by   text,
    check ((revoked_at is null) = (revoked_by is null))
);

create index api_key_newest_first on api_key (created_at desc, id desc);
