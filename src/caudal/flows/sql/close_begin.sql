-- Begin (or begin again) the close of a day.
insert into day_closings (branch_id, business_date, started_at, actor_id) values (:branch, :on, :at, :actor)
on conflict (branch_id, business_date) do update set attempts = day_closings.attempts + 1
