-- Write what is expected: one element per branch, month, currency and key; an amount without value takes it away.
with given as (
  select * from unnest(cast(:branches as smallint[]), cast(:months as int[]), cast(:currencies as char(3)[]),
                       cast(:keys as text[]), cast(:amounts as bigint[])) g (branch_id, ym, currency, key, amount)
), gone as (
  delete from budgets b using given g
  where (b.branch_id, b.ym, b.currency, b.key) = (g.branch_id, g.ym, g.currency, g.key) and g.amount is null
)
insert into budgets (branch_id, ym, currency, key, amount, set_at, set_by, act_id)
select g.branch_id, g.ym, g.currency, g.key, g.amount, :at, :actor, :act from given g where g.amount is not null
on conflict (branch_id, ym, currency, key) do update
  set amount = excluded.amount, set_at = excluded.set_at, set_by = excluded.set_by, act_id = excluded.act_id
  where budgets.amount <> excluded.amount
