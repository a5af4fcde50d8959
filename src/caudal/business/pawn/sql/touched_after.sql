-- Tickets of a branch that were live on a day and changed or ended later: their figures of that day are replayed.
select id from pawn_tickets
where branch_id = :branch and handed_on <= :on and closed_on is null and moved_on > :on
union all
select id from pawn_tickets
where branch_id = :branch and closed_on > :on and handed_on <= :on and closed_how <> 'undone'
