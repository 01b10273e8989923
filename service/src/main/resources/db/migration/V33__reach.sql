-- For whom a key may ask for decisions. Keys from before may ask for anybody, as they could.
alter table api_key
    add column reach jsonb
        check (jsonb_typeof(reach) = 'object' and reach <> '{}')
        check (reach is null or 'gateway' = any (roles));

comment on column api_key.reach is 'for whom it may ask, by attribute of the caller: {"caller": {"product": ["search"]}}; null for anybody';
