-- The latest reconciliation of each day, branch and currency, the latest day first: of the :branch, of the day :on,
-- between :since and :until, of that :version; after the day :after_on, :after_branch, :after_currency.
select * from (
  select distinct on (d.business_date, d.branch_id, d.currency) d.*
  from day_reconciliations d
  where (cast(:branch as smallint) is null or d.branch_id = cast(:branch as smallint))
    and (cast(:on as date) is null or d.business_date = cast(:on as date))
    and (cast(:since as date) is null or d.business_date >= cast(:since as date))
    and (cast(:until as date) is null or d.business_date <= cast(:until as date))
    and (cast(:version as int) is null or d.version = cast(:version as int))
    and (cast(:after_on as date) is null or d.business_date <= cast(:after_on as date))
  order by d.business_date desc, d.branch_id, d.currency, d.version desc) x
where cast(:after_on as date) is null or x.business_date < cast(:after_on as date)
   or (x.branch_id, x.currency) > (cast(:after_branch as smallint), cast(:after_currency as char(3)))
order by x.business_date desc, x.branch_id, x.currency
limit :limit
