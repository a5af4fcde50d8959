-- Debts of these clients that are not cancelled, as a file would bring them: to notice one that is already here.
select party_id, currency, amount, due_on, concept, number
from receivables
where party_id = any(cast(:clients as uuid[])) and cancelled_at is null
