-- Puts back in the queue the jobs whose worker no longer gives a sign of life, and fails those that were
-- taken up too often. Receives: stalled (seconds without a sign), most (times a job is taken up).
with dead as (
  select j.id, j.args, j.attempts + 1 >= :most as given_up
  from jobs.procrastinate_jobs j
  left join jobs.procrastinate_workers w on w.id = j.worker_id
  where j.status = 'doing'
    and (w.id is null or w.last_heartbeat < clock_timestamp() - make_interval(secs => :stalled))
  order by j.id
  for update of j skip locked
)

select
  d.args ->> 'kind' as kind,
  d.args -> 'args' as args,
  d.given_up,
  case
    when d.given_up then jobs.procrastinate_finish_job_v1(d.id, 'failed', false)::text
    else jobs.procrastinate_retry_job_v2(d.id, null, null, null, null)::text
  end as settled
from dead d
