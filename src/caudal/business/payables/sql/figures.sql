-- What is owed by currency on :on (in one :branch, or all): in all, due until then, to authorise, to pay that day and
-- scheduled for later; with how many each is.
select currency,
       coalesce(sum(open) filter (where kind = 'service'), 0) as owed, count(*) filter (where kind = 'service') as owed_n,
       coalesce(sum(open) filter (where kind = 'service' and due_on <= :on), 0) as due,
       count(*) filter (where kind = 'service' and due_on <= :on) as due_n,
       coalesce(sum(coalesce(asking, open)) filter (where state in ('asked', 'mismatch')), 0) as authorise,
       count(*) filter (where state in ('asked', 'mismatch')) as authorise_n,
       coalesce(sum(asking) filter (where state = 'authorised' and scheduled_on <= :on), 0) as today,
       count(*) filter (where state = 'authorised' and scheduled_on <= :on) as today_n,
       coalesce(sum(asking) filter (where state = 'authorised' and scheduled_on > :on), 0) as scheduled,
       count(*) filter (where state = 'authorised' and scheduled_on > :on) as scheduled_n
from payables
where state not in ('paid', 'cancelled') and (cast(:branch as smallint) is null or branch_id = :branch)
group by currency
order by currency
