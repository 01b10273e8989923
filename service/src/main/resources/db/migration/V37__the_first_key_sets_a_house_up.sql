-- What the first key made is somebody else's than the first key: it could make two keys, and name two holders, all the same (decision 153).
create or replace function one_person(one text, other text) returns text
    language sql stable
as $$
    select case
        when one = other then 'it is the same key'
        when lower(a.holder) = lower(b.holder) then 'both keys have one holder'
        when a.created_by <> 'start' and one in (select makers_of(other))
            or b.created_by <> 'start' and other in (select makers_of(one)) then 'one of the two keys made the other'
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
