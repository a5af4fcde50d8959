-- Active loans of a branch on a day that what is kept of them doesn't tell, as far as it shows without writing any.
select p.loan_id from loan_positions p
where p.branch_id = :branch and p.disbursed_on <= :on and (p.ended_on is null or p.ended_on > :on)
  and (p.exact_from > :on
       or (p.ends_on > :on
           and not exists (select 1 from loan_installments i
                           where i.loan_id = p.loan_id and i.branch_id = :branch and i.live and i.start_on <= :on
                             and i.end_on > :on and i.since_on <= :on)))
