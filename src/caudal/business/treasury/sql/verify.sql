-- What must always hold between tills, their shifts and the journal.

-- check: till_moves · Cada renglón de una caja, desde su primer turno, está en un turno o fuera de él, una sola vez
select b.id as box_id, l.entry_id, l.line from boxes b
join (select box_id, min(kept_at) as since from till_shifts group by 1) f on f.box_id = b.id
join ledger.lines l on l.account_id = b.account_id and l.branch_id = b.branch_id
join ledger.entries e on e.id = l.entry_id and e.created_at > f.since
left join till_moves m on m.entry_id = l.entry_id and m.line = l.line and m.box_id = b.id and m.branch_id = b.branch_id
where m.id is null
union all
select m.box_id, m.entry_id, m.line from till_moves m
left join ledger.lines l on l.entry_id = m.entry_id and l.line = m.line
left join boxes b on b.id = m.box_id and b.account_id = l.account_id and b.branch_id = l.branch_id
left join till_shifts s on s.id = m.shift_id
where b.id is null or s.box_id is distinct from case when m.shift_id is null then s.box_id else m.box_id end

-- check: till_shifts · Lo que se movió en cada turno es lo de su caja entre la apertura y el conteo de cierre
select m.box_id, m.id as move_id, m.shift_id, s.id as belongs_to from till_moves m
left join till_shifts s on s.box_id = m.box_id and m.id > s.opened_after
  and (s.closed_after is null or m.id <= s.closed_after)
where m.shift_id is distinct from s.id

-- check: till_counts · Los libros de una caja dicen lo que se contó al abrirla y al cerrarla
select c.shift_id, c.moment, c.amount as counted, x.books, coalesce(d.amount, 0) as difference
from till_shifts s
join boxes b on b.id = s.box_id
join lateral (
  select c.* from till_counts c where c.shift_id = s.id and c.moment = 'opening'
  union all
  (select c.* from till_counts c where c.shift_id = s.id and c.moment = 'closing' and s.state = 'closed'
   order by c.number desc limit 1)) c on true
left join till_differences d on d.count_id = c.id
cross join lateral (
  select coalesce(sum(l.amount), 0)
         - coalesce((select sum(y.amount) from till_moves m join ledger.lines y on y.entry_id = m.entry_id and y.line = m.line
                     where m.box_id = s.box_id
                       and m.id > case c.moment when 'opening' then s.opened_after else s.closed_after end), 0) as books
  from ledger.lines l where l.account_id = b.account_id and l.branch_id = b.branch_id) x
where c.amount <> x.books + coalesce(d.amount, 0)

-- check: till_differences · Cada diferencia aceptada tiene su asiento por lo mismo, y ninguna la aceptó quien la pidió
select d.id, d.amount, l.amount as posted from till_differences d
join till_shifts s on s.id = d.shift_id
join boxes b on b.id = s.box_id
left join ledger.lines l on l.entry_id = d.entry_id and l.account_id = b.account_id
left join ledger.entries e on e.id = d.entry_id and e.source = 'till_shifts:' || s.id
where case when d.state = 'posted' and d.amount <> 0 then l.amount is distinct from d.amount or e.id is null
           else d.entry_id is not null end
   or (d.state = 'posted' and abs(d.amount) > d.tolerance and d.decided_by is null)
   or d.decided_by in (d.asked_by, s.opened_by)

-- check: till_live · Cada caja recibe en el turno que tiene abierto, y en ninguno si está cerrada
select b.id as box_id, b.shift_id, s.id as open from boxes b
left join till_shifts s on s.box_id = b.id and s.state in ('opening', 'open')
where b.shift_id is distinct from s.id

-- check: till_operations · Cada movimiento de caja tiene su asiento, y cada uno deshecho su reversa
select o.id from till_operations o
left join ledger.entries e on e.id = o.entry_id and e.source = 'till_operations:' || o.id
left join ledger.lines l on l.entry_id = o.entry_id and l.amount = -o.amount
  and l.account_id = (select b.account_id from boxes b where b.id = o.box_id)
left join ledger.entries v on v.id = o.undone_entry_id and v.reverses = o.entry_id
where e.id is null or l.entry_id is null or (o.undone_at is not null) <> (v.id is not null)
