-- The last closed day of each branch up to a date.
select branch_id, max(business_date) as business_date from loan_day_totals
where business_date <= :on and (cast(:branch as smallint) is null or branch_id = :branch)
group by branch_id order by branch_id
