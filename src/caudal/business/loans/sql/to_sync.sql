-- Loans of a branch whose period ended by a day with something to do about it although nobody paid.
select p.loan_id from loan_positions p
where p.branch_id = :branch and p.sync_on <= :on and p.read_on < p.sync_on and p.ended_on is null
  and (not p.sync_if_late or p.late_from <= :on)
order by p.loan_id
