-- Invoices of suppliers of :branch received between :since and :on that weren't what their contract says.
select i.issued_on as on_date, 'CXP-' || lpad(p.number::text, 3, '0') || ', factura ' || i.number as subject
from payable_invoices i join payables p on p.id = i.payable_id
where i.branch_id = :branch and i.issued_on between :since and :on and i.difference <> 0
order by 1, p.number
