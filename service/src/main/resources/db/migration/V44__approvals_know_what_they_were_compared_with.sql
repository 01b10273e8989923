-- A ruleset that was never in force follows what it was approved upon, or nothing; it may be approved anew (decision 197).
alter table ruleset_change
    add column against bigint references ruleset_activation,
    add constraint ruleset_change_against_check check (against is null or action = 'approve');

comment on column ruleset_change.against is
    'of an approval: the activation in force when it was given, with which the ruleset was compared; null where none was';

alter table ruleset_change disable trigger ruleset_change_append_only;
update ruleset_change approval set against = (
    select a.id from ruleset_activation a
    where coalesce(a.effective_at, a.activated_at) <= approval.changed_at
      and not exists (select from ruleset_change c where c.activation = a.id and c.action = 'withdraw')
    order by coalesce(a.effective_at, a.activated_at) desc, a.id desc limit 1)
where action = 'approve';
alter table ruleset_change enable trigger ruleset_change_append_only;

drop index ruleset_change_approved_once;
create unique index ruleset_change_approved_once on ruleset_change (ruleset, changed_by, coalesce(against, 0)) where action = 'approve';
