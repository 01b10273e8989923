-- The name of a closed budget can be taken by another one. From then on the closed one cannot be opened again: a name means one budget that
-- touches calls, whatever its history. Only one of those that never gave their name away has it.
alter table budget
    add column name_given_up_at timestamptz,
    drop constraint budget_name_key;

create unique index budget_name_held on budget (name) where name_given_up_at is null;
create index budget_by_name on budget (name, id);

comment on column budget.name_given_up_at is 'when another budget took the name of this closed one; null while it has its name';
