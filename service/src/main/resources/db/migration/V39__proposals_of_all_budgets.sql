-- What was proposed is listed over all budgets, newest first.
create index budget_proposal_by_time on budget_proposal (proposed_at);
create index budget_override_by_time on budget_override (proposed_at);
