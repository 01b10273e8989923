-- What would have been answered had everything observed been enforced; null where nothing observed had a say.
alter table decision
    add column would_have text check (would_have in ('allow', 'reroute', 'downgrade', 'defer', 'deny'));

-- Costs nothing while nothing is observed.
create index decision_would_have on decision (would_have, id) where would_have is not null;
