-- What decided, in one word: the reason but for which the verdict would have been a better one. Null in rows from before there was a word for it.
-- Searched like the other values, by the postings of segments; what is indexed already has none, as its rows have none.
alter table decision add column because text;

comment on column decision.because is 'as-asked, a word of the house such as unknown-model, or rule: and the id of the rule that decided';

select decision_upkeep(inhrelid) from pg_inherits where inhparent = 'decision'::regclass;
