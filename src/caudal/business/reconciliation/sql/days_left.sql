-- The days from :since to :until, as they stand now, whose bank and books don't say the same, compared or not: of the
-- :branch, or of the branches of the act; the latest first; after the day :after_on, :after_branch, :after_currency.
-- A day counts where something moved, or where an account that already had statements has none of it. `version` is zero
-- where nobody compared it. Amounts in minor units, without sign.
with accounts as materialized (
  select id, branch_id, currency from boxes
  where kind = 'bank' and active and (cast(:branch as smallint) is null or branch_id = cast(:branch as smallint))),
told as materialized (
  select s.box_id, s.from_on, s.to_on from accounts a join bank_statements s on s.box_id = a.id where s.state = 'entered'),
moved as materialized (
  select a.branch_id, a.currency, a.id as box_id, l.on_date, l.amount, l.open, true as bank
  from accounts a join bank_lines l on l.box_id = a.id and l.on_date between cast(:since as date) and cast(:until as date)
  where not l.withdrawn
  union all
  select a.branch_id, a.currency, a.id, v.on_date, v.amount, v.open, false
  from accounts a join bank_movements v on v.box_id = a.id and v.on_date between cast(:since as date) and cast(:until as date)
  where v.paired_with is null),
sums as (
  select branch_id, currency, on_date,
         coalesce(sum(amount) filter (where not bank and amount > 0), 0)::bigint as system_in,
         coalesce(sum(amount) filter (where bank and amount > 0), 0)::bigint as bank_in,
         coalesce(-sum(amount) filter (where not bank and amount < 0), 0)::bigint as system_out,
         coalesce(-sum(amount) filter (where bank and amount < 0), 0)::bigint as bank_out,
         count(*) filter (where bank and open <> 0 and open = amount) as unmatched_bank,
         count(*) filter (where not bank and open <> 0 and open = amount) as unmatched_books,
         count(*) filter (where open <> 0 and open <> amount) as uneven,
         coalesce(sum(abs(open)), 0)::bigint as unexplained
  from moved group by branch_id, currency, on_date),
unseen as (
  select distinct a.branch_id, a.currency, d.on_date
  from accounts a
  cross join (select cast(g as date) as on_date from generate_series(cast(:since as date), cast(:until as date), interval '1 day') g) d
  where not exists (select from told t where t.box_id = a.id and d.on_date between t.from_on and t.to_on)
    and (exists (select from told t where t.box_id = a.id and t.from_on <= d.on_date)
         or exists (select from moved m where m.box_id = a.id and m.on_date = d.on_date and not m.bank))),
days as (
  select branch_id, currency, on_date, u.seen is not null as missing, coalesce(system_in, 0) as system_in,
         coalesce(bank_in, 0) as bank_in, coalesce(system_out, 0) as system_out, coalesce(bank_out, 0) as bank_out,
         coalesce(unmatched_bank, 0) as unmatched_bank, coalesce(unmatched_books, 0) as unmatched_books,
         coalesce(uneven, 0) as uneven, coalesce(unexplained, 0) as unexplained
  from sums full join (select branch_id, currency, on_date, false as seen from unseen) u using (branch_id, currency, on_date))
select d.branch_id, d.on_date as business_date, d.currency, coalesce(k.version, 0) as version,
       case when d.missing then 'pending' else 'unreconciled' end as state, d.system_in, d.bank_in, d.system_out,
       d.bank_out, d.unmatched_bank, d.unmatched_books, d.uneven, coalesce(k.timing, 0) as timing, d.unexplained,
       jsonb_build_object() as items, k.ran_at, k.ran_by
from days d
left join lateral (
  select version, timing, ran_at, ran_by from day_reconciliations k
  where k.branch_id = d.branch_id and k.business_date = d.on_date and k.currency = d.currency
  order by version desc limit 1) k on true
where (d.missing or d.unmatched_bank + d.unmatched_books + d.uneven > 0)
  and (cast(:after_on as date) is null or d.on_date < cast(:after_on as date)
       or (d.on_date = cast(:after_on as date)
           and (d.branch_id, d.currency) > (cast(:after_branch as smallint), cast(:after_currency as char(3)))))
order by d.on_date desc, d.branch_id, d.currency
limit :limit
