-- The version of the cancellation policy for what was sold :on: of its :kind before the general one, of the :company
-- before everybody's, the latest; only those written :by the instant of the sale.
select p.id from cancellation_policies p
where p.from_on <= :on and p.created_at <= :by and (p.kind is null or p.kind = :kind)
  and (p.company_id is null or p.company_id = :company)
order by (p.kind is not null) desc, p.from_on desc, p.created_at desc, p.id desc
limit 1
