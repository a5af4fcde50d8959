-- Days of :branch of the last forty-five up to :on whose latest reconciliation doesn't add up, item by item. :only keys, or null.
select d.business_date || ':' || d.currency as key, d.business_date || ':' || d.currency as stamp,
       'Día ' || to_char(d.business_date, 'DD/MM/YYYY') || ', por explicar' as subject,
       '/bancos/conciliacion?on=' || d.business_date || '&branch_id=' || d.branch_id as link, cast(null as uuid) as party_id,
       d.currency::text as currency, d.unexplained as amount, cast(null as int) as seller,
       jsonb_build_object('system', d.system_in, 'bank', d.bank_in, 'unmatched', d.unmatched_bank + d.unmatched_books) as facts
from (
  select distinct on (business_date, currency) * from day_reconciliations
  where branch_id = :branch and business_date > cast(:on as date) - 45
  order by business_date, currency, version desc
) d
where d.state = 'unreconciled'
  and (cast(:only as text[]) is null or d.business_date || ':' || d.currency = any(cast(:only as text[])))
