-- The box of a branch where money of :kind and :currency comes in and goes out: of tills, the one whose open shift
-- :actor holds before the main one.
select b.id, b.branch_id, b.kind, b.currency, b.name, b.account_id, b.shift_id, b.main, b.shifts, b.shared
from boxes b
left join till_shifts s on s.id = b.shift_id and s.opened_by = :actor
where b.branch_id = :branch and b.kind = :kind and b.currency = :currency and b.active and (b.main or s.id is not null)
order by (s.id is not null) desc, b.main desc, b.id
limit 1
