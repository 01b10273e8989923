-- Who proposed, approved, activated, withdrew and rolled back what, when and why.
alter table ruleset
    add column title text check (length(title) between 1 and 200),
    add column why   text check (length(why) between 1 and 2000);

-- A scheduled activation takes effect later than it is written; null is at once.
alter table ruleset_activation
    add column effective_at timestamptz;

create table ruleset_change (
    id           bigint generated always as identity primary key,
    action       text not null check (action in ('propose', 'approve', 'activate', 'withdraw', 'roll-back')),
    ruleset      integer not null references ruleset,
    activation   bigint references ruleset_activation,
    effective_at timestamptz,
    why          text check (length(why) between 1 and 2000),
    changed_at   timestamptz not null,
    changed_by   text not null,
    check ((action in ('activate', 'withdraw', 'roll-back')) = (activation is not null))
);

create unique index ruleset_change_approved_once on ruleset_change (ruleset, changed_by) where action = 'approve';
create unique index ruleset_change_withdrawn_once on ruleset_change (activation) where action = 'withdraw';

create trigger ruleset_change_append_only
    before update or delete on ruleset_change
    for each row execute function refuse_change();

-- Four eyes, in the database too.
create function refuse_own_approval() returns trigger
    language plpgsql as
$$
begin
    if new.action = 'approve' and exists (select from ruleset r where r.number = new.ruleset and r.created_by = new.changed_by) then
        raise exception 'ruleset % was proposed by % and must be approved by somebody else', new.ruleset, new.changed_by;
    end if;
    return new;
end
$$;

create trigger ruleset_change_four_eyes
    before insert on ruleset_change
    for each row execute function refuse_own_approval();

-- Nodes need not wait for their next look.
create function tell_of_rulesets() returns trigger
    language plpgsql as
$$
begin
    perform pg_notify('douane_rulesets', '');
    return null;
end
$$;

create trigger ruleset_activation_told
    after insert on ruleset_activation
    for each statement execute function tell_of_rulesets();

create trigger ruleset_change_told
    after insert on ruleset_change
    for each statement execute function tell_of_rulesets();
