-- A signature document is told apart, and asked for, by the digest of its text.
alter table pack_signature add column digest text;

alter table pack_signature disable trigger pack_signature_append_only;
update pack_signature set digest = 'sha256:' || encode(sha256(convert_to(envelope, 'UTF8')), 'hex');
alter table pack_signature enable trigger pack_signature_append_only;

alter table pack_signature
    alter column digest set not null,
    add check (digest = 'sha256:' || encode(sha256(convert_to(envelope, 'UTF8')), 'hex'));

drop index pack_signature_once;
create unique index pack_signature_once on pack_signature (name, version, digest);
create index pack_signature_in_order on pack_signature (name, version, id);

-- What one key brought in a day is counted where it brings more.
create index pack_version_by_publisher on pack_version (published_by, published_at);
create index ruleset_by_proposer on ruleset (created_by, created_at);

-- The changes of one ruleset are read by themselves.
create index ruleset_change_of on ruleset_change (ruleset, action, id);
create index ruleset_activation_of on ruleset_activation (ruleset, id);

-- Effects are counted where rules fire, too.
alter table pack_quarantine
    drop constraint pack_quarantine_unit_check,
    add constraint pack_quarantine_unit_check check (unit in ('combinations', 'firings', 'effects'));
