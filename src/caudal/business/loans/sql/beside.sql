-- What payments paid of loans besides their instalments; of one undone, what it had paid.
select p.payment_id, p.loan_id, l.number, l.currency, p.component, sum(p.amount) as amount
from loan_parts p join loans l on l.id = p.loan_id
where p.payment_id = any(cast(:payments as uuid[])) and (p.component = 'arrears' or p.number = -1)
  and not exists (select 1 from loan_events e where e.loan_id = p.loan_id and e.payment_id = p.payment_id
                  and e.kind = 'reversal' and e.act_id = p.act_id)
group by p.payment_id, p.loan_id, l.number, l.currency, p.component
having sum(p.amount) > 0
order by l.number, p.component
