-- Since when each scheduled report is active: what it missed after that is sent late, and nothing from before.

alter table report_schedules add column active_since timestamptz not null default clock_timestamp();
update report_schedules set active_since = created_at;
comment on column report_schedules.active_since is 'Desde cuándo sale sin haber sido detenido: lo que no salió antes no se recupera';
grant update (active_since) on report_schedules to caudal_app;

create index loan_events_freezes on loan_events (loan_id) where kind = 'freeze' and undone_by is null;
