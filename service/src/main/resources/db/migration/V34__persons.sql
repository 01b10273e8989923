-- One person is one person, however many keys he has (decision 153).
alter table api_key
    add column holder text check (length(holder) between 1 and 120);

comment on column api_key.holder is 'who has it, a person or a machine; null where that was not said';

-- The keys that a key comes from: its maker, and as long as a maker was made within the week before the key, whoever made that one. What the first
-- key made stands for itself.
create function makers_of(asked text) returns setof text
    language sql stable
as $$
    with recursive line as (
        select k.id, k.created_by, k.created_at, k.created_at as asked_at, true as is_asked from api_key k where k.id = asked
        union
        select m.id, m.created_by, m.created_at, l.asked_at, false
        from line l join api_key m on m.id = l.created_by
        where l.is_asked or (l.asked_at - l.created_at < interval '7 days' and m.created_by <> 'start'))
    select id from line where not is_asked
$$;

-- Why two keys count as one person's, in words; null where they do not.
create function one_person(one text, other text) returns text
    language sql stable
as $$
    select case
        when one = other then 'it is the same key'
        when lower(a.holder) = lower(b.holder) then 'both keys have one holder'
        when one in (select makers_of(other)) or other in (select makers_of(one)) then 'one of the two keys made the other'
        when abs(extract(epoch from a.created_at - b.created_at)) < 604800 and exists (
            select from makers_of(one) m(id) join makers_of(other) n(id) on m.id = n.id join api_key k on k.id = m.id
            -- Whoever has the first key says of the first people who they are.
            where k.created_by <> 'start' or a.holder is null or b.holder is null)
            then 'one key made both of them within a week'
        end
    from (select) asked
        left join api_key a on a.id = one
        left join api_key b on b.id = other
$$;

create or replace function refuse_own_approval() returns trigger
    language plpgsql as
$$
declare
    proposer text;
    tie      text;
begin
    if new.action = 'approve' then
        select created_by, one_person(created_by, new.changed_by) into proposer, tie from ruleset where number = new.ruleset;
        if tie is not null then
            raise exception 'ruleset % was proposed by % and must be approved by somebody else than %: %', new.ruleset, proposer, new.changed_by, tie;
        end if;
    end if;
    return new;
end
$$;

create or replace function refuse_own_override() returns trigger
    language plpgsql as
$$
declare
    proposer text;
    tie      text;
begin
    if new.action = 'approve' then
        select proposed_by, one_person(proposed_by, new.taken_by) into proposer, tie
        from budget_override where budget_id = new.budget_id and number = new.number;
        if tie is not null then
            raise exception 'override % was proposed by % and must be approved by somebody else than %: %', new.number, proposer, new.taken_by, tie;
        end if;
    end if;
    return new;
end
$$;
