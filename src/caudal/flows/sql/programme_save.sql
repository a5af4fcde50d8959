-- Keep the programme: the given steps as they are, the others inactive.
with given as (
  select * from unnest(cast(:offsets as smallint[]), cast(:templates as text[]), cast(:channels as text[]),
                       cast(:active as boolean[])) g (offset_days, template, channel, active)
), gone as (
  update reminder_steps s set active = false, changed_at = :at, changed_by = :actor
  where s.active and not exists (select 1 from given g where g.offset_days = s.offset_days)
)
insert into reminder_steps (offset_days, template, channel, active, changed_at, changed_by)
select offset_days, template, channel, active, :at, :actor from given
on conflict (offset_days) do update
  set template = excluded.template, channel = excluded.channel, active = excluded.active,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by
