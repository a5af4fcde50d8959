-- Every article in the house on a day, of a branch and place or of any, with its latest ticket.
select i.id, t.id as ticket_id, t.number, t.party_id, i.branch_id, i.location_id, i.position, i.category, i.description, i.brand,
       i.model, i.serial, i.weight_mg, i.seal, i.appraisal, t.principal, t.currency, t.due_on, t.grace_on,
       case when t.closed_how is not null then t.closed_how when t.handed_on is null then 'quoted'
            when :on <= t.due_on then 'live' when :on <= t.grace_on then 'grace' else 'expired' end as state,
       exists (select 1 from pawn_move_items m where m.item_id = i.id and m.open) as moving,
       (select count(*)::int from pawn_tickets r where r.root_id = i.ticket_id and r.closed_how = 'renewed') as renewals
from pawn_items i
join lateral (select * from pawn_tickets l where l.root_id = i.ticket_id and l.closed_how is distinct from 'undone'
              order by l.number desc limit 1) t on true
where i.gone_on is null
  and (cast(:branch as smallint) is null or i.branch_id = :branch)
  and (cast(:location as int) is null or i.location_id = :location)
order by t.due_on, t.number, i.position
limit 2000
