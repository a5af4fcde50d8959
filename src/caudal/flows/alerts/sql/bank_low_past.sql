-- Days between :since and :on in which a bank account of :branch ended below the threshold of its currency (:currencies,
-- :amounts) after one that didn't, or after none.
with moved as (
  select b.id, b.name, t.least, l.on_date, sum(sum(l.amount)) over (partition by b.id order by l.on_date) as balance
  from boxes b join ledger.lines l on l.account_id = b.account_id and l.branch_id = b.branch_id
  join unnest(cast(:currencies as text[]), cast(:amounts as bigint[])) t (currency, least) on t.currency = b.currency
  where b.branch_id = :branch and b.kind = 'bank' and b.active and l.on_date <= :on
  group by b.id, b.name, t.least, l.on_date
), judged as (
  select *, lag(balance) over (partition by id order by on_date) as before from moved
)
select on_date, name as subject from judged
where on_date >= :since and balance < least and (before is null or before >= least)
order by 1, 2
