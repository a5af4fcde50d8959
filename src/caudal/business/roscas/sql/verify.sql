-- What must always hold in the sanes, against their quotas and the journal.

-- check: rosca_positions · En cada san, las posiciones de sus números menos el bote más lo puesto por el organizador dan cero
select r.id, sum(p.position) as positions, coalesce(b.fund, 0) as pot, coalesce(b.fronted, 0) as guarantee
from roscas r
join (select n.rosca_id, n.id,
             coalesce((select sum(q.paid) from receivables q where q.owner_id = n.id and q.kind = 'rosca'), 0)
             - coalesce((select sum(d.gross) from rosca_deliveries d where d.number_id = n.id and d.reversed_at is null), 0)
             - coalesce((select sum(f.amount) from rosca_refunds f where f.number_id = n.id and f.kind = 'member'), 0)
             as position
      from rosca_numbers n) p on p.rosca_id = r.id
left join (select n.rosca_id, -sum(l.amount) filter (where a.use = 'ROSCA_FUND') as fund,
                  sum(l.amount) filter (where a.use = 'ROSCA_FRONTED') as fronted
           from ledger.lines l join ledger.accounts a on a.id = l.account_id and a.use in ('ROSCA_FUND', 'ROSCA_FRONTED')
           join rosca_numbers n on n.id = l.doc_id group by 1) b on b.rosca_id = r.id
group by r.id, b.fund, b.fronted
having sum(p.position) - coalesce(b.fund, 0) + coalesce(b.fronted, 0) <> 0

-- check: rosca_pot · El fondo de cada san en los libros es lo cobrado de sus rondas por entregar, menos lo devuelto
select r.id, coalesce(c.total, 0) - coalesce(f.total, 0) as expected, coalesce(b.fund, 0) as fund
from roscas r
left join (select n.rosca_id, sum(q.paid) as total from receivables q join rosca_numbers n on n.id = q.owner_id
           where q.kind = 'rosca' and not exists (select 1 from rosca_deliveries d
             where d.rosca_id = n.rosca_id and d.round = q.turn and d.reversed_at is null) group by 1) c on c.rosca_id = r.id
left join (select rosca_id, sum(amount) as total from rosca_refunds group by 1) f on f.rosca_id = r.id
left join (select n.rosca_id, -sum(l.amount) as fund from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'ROSCA_FUND'
           join rosca_numbers n on n.id = l.doc_id group by 1) b on b.rosca_id = r.id
where coalesce(c.total, 0) - coalesce(f.total, 0) <> coalesce(b.fund, 0)

-- check: rosca_fronted · Lo que el organizador puso por cada número es lo que falta de sus cuotas en rondas entregadas
select n.id, e.total as expected, coalesce(b.total, 0) as fronted
from rosca_numbers n
cross join lateral (
  select coalesce(sum(r.contribution - coalesce(q.paid, 0)), 0)
         - coalesce((select sum(f.amount) from rosca_refunds f where f.number_id = n.id and f.kind = 'organiser'), 0) as total
  from rosca_deliveries d join roscas r on r.id = d.rosca_id
  left join lateral (select sum(x.paid) as paid from receivables x
                     where x.owner_id = n.id and x.kind = 'rosca' and x.turn = d.round) q on true
  where d.rosca_id = n.rosca_id and d.reversed_at is null) e
left join (select l.doc_id, sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'ROSCA_FRONTED' group by 1) b on b.doc_id = n.id
where e.total <> coalesce(b.total, 0)

-- check: rosca_quotas · Un san en marcha tiene una cuota viva por número y ronda, del monto pactado
select r.id, count(q.id) as quotas, r.places::int * r.places as expected from roscas r
join rosca_numbers n on n.rosca_id = r.id
left join receivables q on q.owner_id = n.id and q.kind = 'rosca' and q.cancelled_on is null and q.amount = r.contribution
where r.status in ('active', 'suspended', 'completed')
group by r.id having count(q.id) <> r.places::int * r.places or count(distinct (n.id, q.turn)) <> r.places::int * r.places

-- check: rosca_turns · Los números de un san son los pactados, y en marcha cada uno tiene quien lo lleve y su turno
select r.id from roscas r join rosca_numbers n on n.rosca_id = r.id
group by r.id having count(*) <> r.places or max(n.number) <> r.places
  or (r.status in ('drawn', 'active', 'suspended', 'completed')
      and (count(n.party_id) <> r.places or count(n.turn) <> r.places or max(n.turn) <> r.places))

-- check: rosca_deliveries · Cada bote entregado tiene su asiento, y cada devolución de un bote el suyo
select d.id from rosca_deliveries d
left join ledger.entries e on e.id = d.entry_id and e.source = 'roscas:' || d.rosca_id
left join ledger.entries v on v.id = d.reversal_entry_id and v.reverses = d.entry_id
where e.id is null or (d.reversed_at is not null) <> (v.id is not null)
