-- Where the loans of a day that no close has told, and what they add up to, are while a transaction looks at them: each
-- loan where it is asked for, and else only how many there are of so many days, by currency.
create temporary table if not exists loan_days_now (like loan_days) on commit drop;
create temporary table if not exists loan_sums_now (
  branch_id smallint, business_date date, currency char(3), days int, bucket smallint, renegotiated boolean, loans bigint,
  principal bigint, overdue bigint, earned bigint, suspended bigint, provision bigint
) on commit drop;
create temporary table if not exists loan_totals_now (like loan_day_totals including defaults including indexes) on commit drop
