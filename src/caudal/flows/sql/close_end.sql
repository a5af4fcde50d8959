-- The day is closed: its steps, its figures, and the date until which the branch is closed.
with ended as (
  update day_closings set finished_at = coalesce(finished_at, :at), steps = cast(:steps as jsonb),
    figures = cast(:figures as jsonb)
  where branch_id = :branch and business_date = :on
)
insert into branch_days (branch_id, opened_on, last_closed) values (:branch, :on, :on)
on conflict (branch_id) do update set last_closed = greatest(branch_days.last_closed, excluded.last_closed)
