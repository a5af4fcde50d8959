-- What :actor collected in :branch besides cash between :since and :until, in :currency, by method; undone ones out.
select p.method, count(*) as number, sum(p.amount)::bigint as amount
from payments p
where p.branch_id = :branch and p.created_by = :actor and p.currency = :currency and p.reversed_at is null
  and p.method in ('transfer', 'card', 'cheque') and p.created_at >= :since and p.created_at <= :until
group by 1
order by 1
