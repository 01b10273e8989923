-- How long reasons are is counted where rules fire, too.
alter table pack_quarantine
    drop constraint pack_quarantine_unit_check,
    add constraint pack_quarantine_unit_check check (unit in ('combinations', 'firings', 'effects', 'characters'));
