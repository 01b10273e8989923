-- Changes that let more money be spent, or another pay for it, wait until somebody else approves them (decision 156).
create table budget_proposal (
    budget_id    uuid not null references budget,
    number       integer not null check (number >= 1),
    takes_effect text not null check (takes_effect in ('now', 'next-period')),
    changes      jsonb not null check (jsonb_typeof(changes) = 'object'),
    loosens      text[] not null check (cardinality(loosens) >= 1),
    based_on     integer not null check (based_on >= 0),
    why          text not null check (length(why) between 1 and 2000),
    proposed_at  timestamptz not null,
    proposed_by  text not null,
    ends_at      timestamptz not null,
    primary key (budget_id, number)
);

comment on column budget_proposal.loosens is 'the terms for which somebody else has to be asked';
comment on column budget_proposal.based_on is 'the last amendment when it was proposed, 0 for none: it is approved on those terms or not at all';

create trigger budget_proposal_append_only
    before update or delete on budget_proposal
    for each row execute function refuse_change();

-- One step is all that becomes of a proposal.
create table budget_proposal_step (
    budget_id uuid not null,
    number    integer not null,
    action    text not null check (action in ('approve', 'reject')),
    why       text check (length(why) between 1 and 2000),
    taken_at  timestamptz not null,
    taken_by  text not null,
    primary key (budget_id, number),
    foreign key (budget_id, number) references budget_proposal
);

create trigger budget_proposal_step_append_only
    before update or delete on budget_proposal_step
    for each row execute function refuse_change();

-- Four eyes, in the database too.
create function refuse_own_proposal() returns trigger
    language plpgsql as
$$
declare
    proposer text;
    tie      text;
begin
    if new.action = 'approve' then
        select proposed_by, one_person(proposed_by, new.taken_by) into proposer, tie
        from budget_proposal where budget_id = new.budget_id and number = new.number;
        if tie is not null then
            raise exception 'proposal % was made by % and must be approved by somebody else than %: %', new.number, proposer, new.taken_by, tie;
        end if;
    end if;
    return new;
end
$$;

create trigger budget_proposal_four_eyes
    before insert on budget_proposal_step
    for each row execute function refuse_own_proposal();

alter table budget_amendment
    add column proposal integer,
    add foreign key (budget_id, proposal) references budget_proposal,
    add unique (budget_id, proposal);

comment on column budget_amendment.proposal is 'what it was before somebody else approved it; null where nobody had to be asked';

-- What says that it was approved is what was approved.
create function refuse_unapproved_amendment() returns trigger
    language plpgsql as
$$
begin
    if new.proposal is not null and not exists (
        select from budget_proposal p join budget_proposal_step s using (budget_id, number)
        where p.budget_id = new.budget_id and p.number = new.proposal and s.action = 'approve'
            and p.changes = new.changes and p.takes_effect = new.takes_effect and p.proposed_by = new.changed_by
            and p.based_on = new.number - 1) then
        raise exception 'amendment % is not what was approved as proposal %', new.number, new.proposal;
    end if;
    return new;
end
$$;

create trigger budget_amendment_as_approved
    before insert on budget_amendment
    for each row execute function refuse_unapproved_amendment();
