-- What loans of a branch had earned when the books stopped recognising more, kept with their position the first close after
-- it: it doesn't change while nobody pays or changes them, and finding its period again each day is a page read for each.
with waiting as (
  select p.loan_id, p.late_from + cast(:suspended as int) as until_on, p.ends_on, p.earned_end
  from loan_positions p
  where p.branch_id = :branch and p.ended_on is null and p.exact_from <= :on
    and p.late_from + cast(:suspended as int) < :on and p.until_on is distinct from p.late_from + cast(:suspended as int)
  limit :most for no key update skip locked
), known as (
  select w.loan_id, w.until_on,
         case when w.ends_on <= w.until_on then w.earned_end
              else (select i.earned_before + (i.made + i.daily * (w.until_on - i.since_on)) / 100000000
                    from loan_installments i
                    where i.loan_id = w.loan_id and i.live and i.start_on <= w.until_on and i.end_on > w.until_on
                      and i.since_on <= w.until_on limit 1) end as until_earned
  from waiting w
)
update loan_positions p set until_on = k.until_on, until_earned = k.until_earned
from known k where p.loan_id = k.loan_id and k.until_earned is not null
