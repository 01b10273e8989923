-- A maker stands for all keys of its holder: who makes a key with one of his keys is nobody else with another (decision 153). The database compares
-- holders as they are written; those that look alike are compared when somebody approves.
create or replace function one_person(one text, other text) returns text
    language sql stable
as $$
    select case
        when one = other then 'it is the same key'
        when lower(a.holder) = lower(b.holder) then 'both keys have one holder'
        when a.created_by <> 'start' and one in (select makers_of(other))
            or b.created_by <> 'start' and other in (select makers_of(one)) then 'one of the two keys made the other'
        when exists (select from makers_of(other) m(id) join api_key k on k.id = m.id where lower(k.holder) = lower(a.holder))
            or exists (select from makers_of(one) m(id) join api_key k on k.id = m.id where lower(k.holder) = lower(b.holder))
            then 'the holder of one of the two keys made the other'
        when abs(extract(epoch from a.created_at - b.created_at)) < 604800 then case
            when exists (
                select from makers_of(one) m(id) join makers_of(other) n(id) on m.id = n.id join api_key k on k.id = m.id
                -- Whoever has the first key says of the first people who they are.
                where k.created_by <> 'start' or a.holder is null or b.holder is null)
                then 'one key made both of them within a week'
            when exists (
                select from makers_of(one) m(id) join api_key k on k.id = m.id
                    join api_key l on lower(l.holder) = lower(k.holder) join makers_of(other) n(id) on n.id = l.id
                where k.id <> l.id)
                then 'one holder made both of them within a week'
            end
        end
    from (select) asked
        left join api_key a on a.id = one
        left join api_key b on b.id = other
$$;
