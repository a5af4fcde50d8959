-- How many things of each kind a client has, within the branches of the act.
select (select count(*) from receivables r where r.party_id = :party) as receivables,
       (select count(*) from loans l where l.party_id = :party) as loans,
       (select count(*) from pawn_tickets t where t.party_id = :party) as pawn,
       (select count(distinct n.rosca_id) from rosca_numbers n where n.party_id = :party) as roscas,
       (select count(*) from bookings b where b.party_id = :party) as bookings,
       (select count(*) from refunds f where f.party_id = :party) as refunds,
       (select count(*) from payments p where p.party_id = :party) as payments,
       (select count(*) from messages m where m.party_id = :party) as messages
