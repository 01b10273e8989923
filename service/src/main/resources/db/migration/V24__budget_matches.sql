-- When a budget last matched a call. Written behind by every node now and then, never by a decision.
create table budget_match (
    budget_id  uuid primary key references budget,
    matched_at timestamptz not null
);
