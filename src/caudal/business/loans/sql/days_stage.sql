-- Where the loans of a day that no close has told, and what they add up to, are while a transaction looks at them.
create temporary table if not exists loan_days_now (like loan_days) on commit drop;
create temporary table if not exists loan_totals_now (like loan_day_totals including defaults including indexes) on commit drop
