-- What a call used, as eight counts of tokens that do not overlap, and what it was reported to have used while it still runs.
alter table hold
    add column used bigint[] check (cardinality(used) = 8 and 0 <= all (used)),
    add column reported_nanos bigint check (reported_nanos >= 0),
    add column completions int check (completions > 1);

update hold set used = array [used_input - used_cached_input, used_cached_input, 0, 0, 0, used_output, 0, 0] where used_input is not null;

alter table hold -- and with the columns their checks
    drop column used_input,
    drop column used_cached_input,
    drop column used_output,
    add check ((used is not null) = case state when 'settled' then settled_by = 'usage' else reported_nanos is not null end),
    add check (state <> 'voided' or coalesce(reported_nanos, 0) = 0);

comment on column hold.used is
    'tokens: uncached input, cache read, cache write, cache write for an hour, audio input, visible output, reasoning, audio output';
comment on column hold.reported_nanos is
    'what the call was reported to have cost before it was settled; spent already, and no longer held';
comment on column hold.completions is 'how many completions the call asked for; null for one';

-- How long outputs were, counted in buckets that grow by a twentieth (dev.douane.service.usage.LengthBuckets), so that two nodes' counts add up.
create table output_length (
    workflow   text not null,
    model      text not null,
    week       bigint not null,
    counts     bigint[] not null,
    changed_at timestamptz not null,
    primary key (workflow, model, week)
) with (fillfactor = 50);

comment on column output_length.workflow is 'empty for calls that name none';
comment on column output_length.week is 'weeks of seven days since 1970-01-01; each counts half of the one after it';

create index output_length_changed on output_length (changed_at);
