-- How long outputs were, per model over all workflows: a node remembers some workflows only, since callers make up their names.
create table output_length_of_model (
    model  text not null,
    week   bigint not null,
    counts bigint[] not null,
    primary key (model, week)
) with (fillfactor = 50);

comment on table output_length_of_model is 'the sums of output_length over its workflows';

insert into output_length_of_model (model, week, counts)
select model, week, array_agg(counted order by bucket)
from (select model, week, bucket, sum(c)::bigint as counted
      from output_length, unnest(counts) with ordinality as each (c, bucket)
      group by model, week, bucket) sums
group by model, week;

-- The picture of budgets looks for changes in periods that are not over, several times a second. The column never changes, so that updates stay
-- within their page.
create index budget_account_period_end on budget_account (period_end);

-- Nobody listens: nodes look at the counter.
create or replace function note_budget_change() returns trigger
    language plpgsql as
$$
begin
    update budget_revision set number = number + 1;
    return null;
end
$$;
