-- Put parts of a payment on debts.
insert into allocations (payment_id, receivable_id, branch_id, amount, on_date, at, act_id)
select :payment, r.id, r.branch_id, a.amount, :on, :at, :act
from unnest(cast(:debts as uuid[]), cast(:amounts as bigint[])) a (debt, amount) join receivables r on r.id = a.debt
