-- Whether something of the loans of some days of a branch may be written already: asked under the lock of the branch.
select exists (select from day_closings
               where branch_id = :branch and business_date between :first and :last and attempts > 1)
    or exists (select from loan_day_totals where branch_id = :branch and business_date between :first and :last)
