-- What a branch is owed at the end of a day: its ageing, and the debts that entered a bucket of arrears that day.
-- Balances are those of that date: what is open now, corrected by what happened after it. Safe to run again.
-- Instalments of loans that aren't late are not visited: each loan's position says how many it owes and how much, but
-- for the loans whose plan changed after that day.
with after as (
  select receivable_id, sum(amount) as amount from allocations
  where branch_id = :branch and on_date > :on group by receivable_id
), owed as materialized (
  select r.id, r.party_id, r.currency, r.open + coalesce(a.amount, 0) as balance, cast(:on as date) - r.due_on as days
  from receivables r left join after a on a.receivable_id = r.id
  where r.branch_id = :branch and r.open > 0 and r.kind <> 'loan' and r.issued_on <= :on
  union all
  select r.id, r.party_id, r.currency, r.open + coalesce(a.amount, 0), cast(:on as date) - r.due_on
  from receivables r left join after a on a.receivable_id = r.id
  where r.branch_id = :branch and r.open > 0 and r.kind = 'loan' and r.due_on < :on and r.issued_on <= :on
  union all
  select r.id, r.party_id, r.currency, r.amount - r.paid + coalesce(a.amount, 0), cast(:on as date) - r.due_on
  from receivables r left join after a on a.receivable_id = r.id
  where r.branch_id = :branch and r.issued_on <= :on and (r.kind <> 'loan' or r.due_on < :on)
    and ((r.settled_on > :on and r.cancelled_on is null) or r.cancelled_on > :on)
), late as (
  select *, case when days <= 0 then 0 when days <= 7 then 1 when days <= 30 then 2 when days <= 60 then 3
                 when days <= 90 then 4 else 5 end as bucket
  from owed where balance > 0
), later as (
  select p.party_id, r.currency, r.open, r.amount - r.paid + a.amount as balance
  from after a join receivables r on r.id = a.receivable_id
  join loan_positions p on p.loan_id = r.owner_id and p.exact_from <= :on
  where r.kind = 'loan' and r.due_on >= :on and r.issued_on <= :on and r.cancelled_on is null
  union all
  select p.party_id, r.currency, r.open,
         case when r.issued_on <= :on and (r.cancelled_on is null or r.cancelled_on > :on)
              then r.amount - r.paid + coalesce(a.amount, 0) else 0 end
  from loan_positions p join receivables r on r.owner_id = p.loan_id left join after a on a.receivable_id = r.id
  where p.branch_id = :branch and p.exact_from > :on and p.disbursed_on <= :on and r.due_on >= :on
), coming as (
  select currency, count(*) as debts, sum(balance) as amount from late where bucket = 0 group by currency
  union all
  select currency, sum(debts), sum(open) from loan_positions
  where branch_id = :branch and open > 0 and disbursed_on <= :on group by currency
  union all
  select currency, - count(*), - sum(open) from receivables
  where branch_id = :branch and open > 0 and kind = 'loan' and due_on < :on group by currency
  union all
  select currency, sum((balance > 0)::int - (open > 0)::int), sum(greatest(balance, 0) - open) from later group by currency
), coming_parties as (
  select currency, party_id from late where bucket = 0
  union
  select currency, party_id from loan_positions
  where branch_id = :branch and open > 0 and disbursed_on <= :on and last_due_on >= :on and exact_from <= :on
  union
  select currency, party_id from later where balance > 0
), buckets as (
  select c.currency, 0 as bucket, sum(c.debts) as debts,
         (select count(*) from coming_parties p where p.currency = c.currency) as clients, sum(c.amount) as amount
  from coming c group by c.currency having sum(c.debts) > 0
  union all
  select currency, bucket, count(*), count(distinct party_id), sum(balance) from late where bucket > 0 group by currency, bucket
), aged as (
  insert into ageing_days (branch_id, business_date, currency, bucket, debts, clients, amount)
  select :branch, :on, currency, bucket, debts, clients, amount from buckets
  on conflict (branch_id, business_date, currency, bucket) do update
    set debts = excluded.debts, clients = excluded.clients, amount = excluded.amount
  returning bucket, debts, currency, amount
), moved as (
  insert into arrears_moves (branch_id, business_date, receivable_id, days, bucket, open, currency)
  select :branch, :on, l.id, l.days, l.bucket, l.balance, l.currency from late l where l.days in (1, 8, 31, 61, 91)
  union all
  select :branch, :on, l.id, l.days, l.bucket, l.balance, l.currency from late l
  where l.bucket > 0 and l.days not in (1, 8, 31, 61, 91)
    and not exists (select 1 from arrears_moves m where m.receivable_id = l.id)
  order by id -- every debt is looked up before the first one is written: the first close would read what it writes
  on conflict do nothing returning 1
)
select (select coalesce(sum(debts), 0) from aged) as open_debts,
       (select coalesce(sum(debts), 0) from aged where bucket > 0) as late_debts,
       (select count(*) from moved) as moved,
       (select coalesce(jsonb_object_agg(currency, jsonb_build_object('receivable', total, 'overdue', late)), '{}')
        from (select currency, sum(amount) as total, coalesce(sum(amount) filter (where bucket > 0), 0) as late
              from aged group by currency) s) as amounts
