-- For whom, until when and with which parameters a pack counts in a ruleset. One document: it is always read whole, and the ruleset's
-- digest is made of what it says.
alter table ruleset_pack
    add column terms text not null default '{}' check (jsonb_typeof(terms::jsonb) = 'object');
