-- What a branch is owed at the end of each day from :first to :last (31 at most): its ageing, and the debts that entered a
-- bucket of arrears. Balances are those of each date: what is open now, corrected by what happened after it. Each debt is
-- read once, with the days through which it owed the same. Safe to run again.
-- Instalments of loans that aren't late are not visited: each loan's position says how many it owes and how much, but
-- for the loans whose plan changed after a day.
with changes as (
  select c.receivable_id, v.on_date, sum(v.amount) as amount
  from (select receivable_id, on_date, amount from allocations where branch_id = :branch and on_date > :first
        union all
        select receivable_id, on_date, - amount from receivable_adjustments
        where branch_id = :branch and on_date > :first) c
  cross join lateral (values (cast(:first as date), c.amount), (c.on_date, - c.amount)) v (on_date, amount)
  where v.on_date <= :last
  group by c.receivable_id, v.on_date
), after as ( -- how much more than now each debt was, and through which days
  select receivable_id, on_date as from_on, coalesce(lead(on_date) over by_day - 1, :last) as to_on,
         cast(sum(amount) over by_day as bigint) as amount
  from changes window by_day as (partition by receivable_id order by on_date)
), owed as not materialized (
  select r.id, r.party_id, r.currency, r.due_on, r.open + coalesce(a.amount, 0) as balance,
         greatest(r.issued_on, a.from_on, :first) as from_on, coalesce(a.to_on, :last) as to_on
  from receivables r left join after a on a.receivable_id = r.id
  where r.branch_id = :branch and r.open > 0 and r.kind <> 'loan' and r.issued_on <= :last
  union all
  select r.id, r.party_id, r.currency, r.due_on, r.open + coalesce(a.amount, 0),
         greatest(r.due_on + 1, r.issued_on, a.from_on, :first), coalesce(a.to_on, :last)
  from receivables r left join after a on a.receivable_id = r.id
  where r.branch_id = :branch and r.open > 0 and r.kind = 'loan' and r.due_on < :last and r.issued_on <= :last
  union all
  select r.id, r.party_id, r.currency, r.due_on, r.amount - r.paid + coalesce(a.amount, 0),
         greatest(case when r.kind = 'loan' then r.due_on + 1 end, r.issued_on, a.from_on, :first),
         least(r.cancelled_on - 1, a.to_on, :last)
  from receivables r left join after a on a.receivable_id = r.id
  where r.branch_id = :branch and r.issued_on <= :last and (r.kind <> 'loan' or r.due_on < :last)
    and ((r.settled_on > :first and r.cancelled_on is null) or r.cancelled_on > :first)
), late as (
  select o.id, o.party_id, o.currency, o.due_on, o.balance, b.bucket, s.from_on, s.to_on
  from owed o
  join (values (0, null, 0), (1, 1, 7), (2, 8, 30), (3, 31, 60), (4, 61, 90), (5, 91, null)) b (bucket, fewest, most)
    on coalesce(o.to_on - o.due_on >= b.fewest, true) and coalesce(o.from_on - o.due_on <= b.most, true)
  cross join lateral (select greatest(o.from_on, o.due_on + b.fewest) as from_on,
                             least(o.to_on, o.due_on + b.most) as to_on) s
  where o.balance > 0 and o.from_on <= o.to_on
), later as ( -- what differs, through some days, from what the positions of the loans say of what isn't late
  select p.party_id, r.currency, s.from_on, s.to_on, s.balance, cast(s.balance > 0 as int) - cast(r.open > 0 as int) as debts,
         greatest(s.balance, 0) - r.open as amount
  from after a join receivables r on r.id = a.receivable_id join loan_positions p on p.loan_id = r.owner_id
  cross join lateral (
    select greatest(a.from_on, p.exact_from, r.issued_on) as from_on, least(a.to_on, r.due_on) as to_on,
           r.amount - r.paid + a.amount as balance) s
  where r.kind = 'loan' and r.due_on >= :first and r.cancelled_on is null and a.amount <> 0 and s.from_on <= s.to_on
  union all
  select p.party_id, r.currency, s.from_on, s.to_on, s.balance, s.debts, s.amount
  from loan_positions p join receivables r on r.owner_id = p.loan_id left join after a on a.receivable_id = r.id
  cross join lateral (
    select greatest(p.disbursed_on, :first) as from_on, least(p.exact_from - 1, r.due_on, :last) as to_on, 0 as balance,
           - cast(r.open > 0 as int) as debts, - r.open as amount
    where coalesce(a.from_on = :first, true)
    union all
    select greatest(p.disbursed_on, r.issued_on, a.from_on, :first),
           least(p.exact_from - 1, r.due_on, r.cancelled_on - 1, a.to_on, :last), r.amount - r.paid + coalesce(a.amount, 0),
           1, r.amount - r.paid + coalesce(a.amount, 0)
    where r.amount - r.paid + coalesce(a.amount, 0) > 0) s
  where p.branch_id = :branch and p.exact_from > :first and p.disbursed_on <= :last and r.due_on >= :first
    and s.from_on <= s.to_on
), steps as ( -- from which day something is added to a bucket, or no longer is
  select l.currency, l.bucket, v.on_date, sum(v.sign) as debts, sum(v.sign * l.balance) as amount
  from late l cross join lateral (values (l.from_on, 1), (l.to_on + 1, -1)) v (on_date, sign) group by 1, 2, 3
  union all
  select currency, 0, greatest(disbursed_on, :first), sum(debts), sum(open) from loan_positions
  where branch_id = :branch and open > 0 and disbursed_on <= :last group by 1, 3
  union all
  select currency, 0, greatest(due_on + 1, :first), - count(*), - sum(open) from receivables
  where branch_id = :branch and open > 0 and kind = 'loan' and due_on < :last group by 1, 3
  union all
  select l.currency, 0, v.on_date, sum(v.sign * l.debts), sum(v.sign * l.amount)
  from later l cross join lateral (values (l.from_on, 1), (l.to_on + 1, -1)) v (on_date, sign) group by 1, 3
), days as (
  select cast(:first as date) + n as on_date, n from generate_series(0, cast(:last as date) - cast(:first as date)) n
), amounts as (
  select d.on_date, s.currency, s.bucket, sum(s.debts) as debts, sum(s.amount) as amount
  from days d join steps s on s.on_date <= d.on_date group by 1, 2, 3 having sum(s.debts) > 0
), stays as ( -- the days of each client in each bucket, as the bits of a number
  select currency, bucket, party_id,
         bit_or(((cast(1 as bigint) << (to_on - from_on + 1)) - 1) << (from_on - :first)) as days
  from (select currency, bucket, party_id, from_on, to_on from late
        union all
        select currency, 0, party_id, greatest(disbursed_on, exact_from, :first), least(last_due_on, :last) from loan_positions
        where branch_id = :branch and open > 0 and disbursed_on <= :last and last_due_on >= :first
        union all
        select currency, 0, party_id, from_on, to_on from later where balance > 0) x
  where from_on <= to_on
  group by 1, 2, 3
), clients as (
  select d.on_date, s.currency, s.bucket, sum(s.clients) as clients
  from days d join (select currency, bucket, days, count(*) as clients from stays group by 1, 2, 3) s
    on s.days >> d.n & 1 = 1
  group by 1, 2, 3
), aged as (
  insert into ageing_days (branch_id, business_date, currency, bucket, debts, clients, amount)
  select :branch, a.on_date, a.currency, a.bucket, a.debts, coalesce(c.clients, 0), a.amount
  from amounts a left join clients c on c.on_date = a.on_date and c.currency = a.currency and c.bucket = a.bucket
  on conflict (branch_id, business_date, currency, bucket) do update
    set debts = excluded.debts, clients = excluded.clients, amount = excluded.amount
  returning business_date, currency, bucket, debts, amount
), unmoved as ( -- late since a day on which no bucket begins, and never told: when a close is the first, or a debt is of before
  select distinct on (l.id) l.id, l.from_on as on_date, l.due_on, l.bucket, l.balance, l.currency
  from late l where l.bucket > 0 and not exists (select 1 from arrears_moves m where m.receivable_id = l.id)
  order by l.id, l.from_on
), moved as (
  insert into arrears_moves (branch_id, business_date, receivable_id, days, bucket, open, currency)
  select :branch, l.due_on + b.days, l.id, b.days, l.bucket, l.balance, l.currency
  from late l join (values (1, 1), (2, 8), (3, 31), (4, 61), (5, 91)) b (bucket, days) on b.bucket = l.bucket
  where l.due_on + b.days between l.from_on and l.to_on
  union all
  select :branch, u.on_date, u.id, u.on_date - u.due_on, u.bucket, u.balance, u.currency
  from unmoved u where u.on_date - u.due_on not in (1, 8, 31, 61, 91)
  order by 3 -- every debt is looked up before the first one is written: the first close would read what it writes
  on conflict do nothing returning business_date
)
select d.on_date, coalesce(sum(a.debts), 0) as open_debts, coalesce(sum(a.debts) filter (where a.bucket > 0), 0) as late_debts,
       (select count(*) from moved m where m.business_date = d.on_date) as moved,
       coalesce((select jsonb_object_agg(currency, jsonb_build_object('receivable', total, 'overdue', late))
                 from (select currency, sum(amount) as total, coalesce(sum(amount) filter (where bucket > 0), 0) as late
                       from aged x where x.business_date = d.on_date group by currency) s), '{}') as amounts
from days d left join aged a on a.business_date = d.on_date
group by d.on_date order by d.on_date
