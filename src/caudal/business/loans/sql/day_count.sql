-- How many loans of a branch are told on a day.
select count(*) from loan_days where branch_id = :branch and business_date = :on
