-- What the loans of an open day that were written one by one add up to, by currency and days past due.
insert into loan_sums_now (branch_id, business_date, currency, days, bucket, renegotiated, loans, principal, overdue, earned,
                           suspended, provision)
select branch_id, business_date, currency, days, bucket, renegotiated, count(*), sum(principal), sum(overdue), sum(earned),
       sum(suspended), sum(provision)
from loan_days_now where branch_id = :branch and business_date = :on
group by branch_id, business_date, currency, days, bucket, renegotiated
