-- The loans of a day are written together and asked for together: where each range of pages begins and ends is enough to
-- find them, and costs the close nothing. An index entry for each of a million rows was a third of writing them.
drop index loan_days_day;
create index loan_days_day on loan_days using brin (branch_id, business_date) with (pages_per_range = 32, autosummarize = on);
