-- The tills and accounts of a branch (:branch) with what they hold and the shift that has each.
select x.id, x.name, x.kind, x.currency, coalesce(sum(b.posted), 0)::bigint as held,
       (select s.state from till_shifts s where s.box_id = x.id and s.state not in ('closed', 'discarded')) as shift,
       (select max(s.closed_on) from till_shifts s where s.box_id = x.id and s.state = 'closed') as counted_on
from boxes x left join ledger.balances b on b.account_id = x.account_id and b.branch_id = x.branch_id
where x.branch_id = :branch and x.active
group by x.id order by x.kind, x.id
