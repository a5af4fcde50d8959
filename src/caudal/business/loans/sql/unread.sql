-- Active loans of a branch on a day that the close couldn't tell from what is kept of them.
select p.loan_id from loan_positions p
where p.branch_id = :branch and p.disbursed_on <= :on and (p.ended_on is null or p.ended_on > :on)
  and not exists (select 1 from loan_days d
                  where d.branch_id = :branch and d.business_date = :on and d.loan_id = p.loan_id)
