-- Clients, debts, payments, boxes and days.
select 1;
