-- What is to be seen before a month is closed: one row of counts for the branches (:branches) up to its last day (:last).
select
  (select count(*) from branches b left join branch_days d on d.branch_id = b.id
   where b.id = any(cast(:branches as smallint[])) and coalesce(d.opened_on, :last) <= :last
     and coalesce(d.last_closed, date '0001-01-01') < :last) as open_days,
  (select count(*) from till_shifts s where s.branch_id = any(cast(:branches as smallint[])) and s.opened_on <= :last
     and s.state not in ('closed', 'discarded')) as open_tills,
  (select count(*) from approval_requests r where r.branch_id = any(cast(:branches as smallint[])) and r.asked_on <= :last
     and not exists (select 1 from approval_verdicts v where v.request_id = r.id)) as waiting,
  (select count(*) from manual_entries m join approval_requests r on r.id = m.request_id
   where m.branch_id = any(cast(:branches as smallint[])) and m.on_date between :first and :last and m.entry_id is null
     and not exists (select 1 from approval_verdicts v where v.request_id = r.id)) as proposed,
  (select count(*) from (
     select 1 from ledger.month_balances m join ledger.accounts a on a.id = m.account_id
     where m.ym = :ym and m.branch_id = any(cast(:branches as smallint[]))
     group by m.branch_id, a.currency having sum(m.debit) <> sum(m.credit)) off) as unbalanced,
  (select count(*) from branches b where b.id = any(cast(:branches as smallint[]))
     and exists (select 1 from loans l where l.branch_id = b.id and l.disbursed_on <= :last)
     and not exists (select 1 from day_closings c where c.branch_id = b.id and c.business_date = :last
                       and c.steps @> '[{"name": "Provisión de cartera"}]')
     and not exists (select 1 from loan_day_totals t where t.branch_id = b.id and t.business_date = :last)) as unprovided
