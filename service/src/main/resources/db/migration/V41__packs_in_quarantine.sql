-- Packs that asked for more work than there is for one call, and who let them be asked again. The last row of a version says how it stands.
create table pack_quarantine (
    id           bigint generated always as identity primary key,
    pack_version bigint not null references pack_version (id),
    action       text not null check (action in ('quarantine', 'release')),
    rule         text,
    mode         text check (mode in ('enforce', 'observe')),
    unit         text check (unit in ('combinations', 'firings')),
    amount       bigint,
    most         bigint,
    budgets      integer,
    outages      integer,
    why          text check (length(why) between 1 and 2000),
    changed_at   timestamptz not null,
    changed_by   text not null,
    check (num_nulls(rule, mode, unit, amount, most, budgets, outages) = case action when 'quarantine' then 0 else 7 end),
    check ((action = 'release') = (why is not null))
);

create index pack_quarantine_last on pack_quarantine (pack_version, id);

create trigger pack_quarantine_append_only
    before update or delete on pack_quarantine
    for each row execute function refuse_change();
