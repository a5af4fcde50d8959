-- What must always hold between bank statements, what explains them and the journal.

-- check: bank_movements · Cada renglón de una cuenta bancaria espera verse en el banco, por lo mismo y una sola vez
select b.id as box_id, l.entry_id, l.line from boxes b
join ledger.lines l on l.account_id = b.account_id and l.branch_id = b.branch_id
left join bank_movements v on v.entry_id = l.entry_id and v.line = l.line and v.box_id = b.id
where b.kind = 'bank' and (v.amount, v.on_date, v.branch_id) is distinct from (l.amount, l.on_date, l.branch_id)
union all
select v.box_id, v.entry_id, v.line from bank_movements v
left join ledger.lines l on l.entry_id = v.entry_id and l.line = v.line where l.entry_id is null

-- check: bank_lines · Lo explicado de cada línea es la suma de sus emparejamientos
select l.id as line_id, l.amount, l.open, coalesce(s.matched, 0) as matched from bank_lines l
left join (select p.line_id, sum(p.amount) as matched from bank_match_parts p
           join bank_matches m on m.id = p.match_id and m.undone_at is null group by 1) s on s.line_id = l.id
where l.open <> l.amount - coalesce(s.matched, 0) or (l.withdrawn and s.matched is not null)

-- check: bank_movements_open · Lo explicado de cada movimiento es la suma de sus emparejamientos, o lo que su reversa deshizo
select v.entry_id, v.line, v.amount, v.open, coalesce(s.matched, 0) as matched from bank_movements v
left join (select p.entry_id, p.entry_line, sum(p.amount) as matched from bank_match_parts p
           join bank_matches m on m.id = p.match_id and m.undone_at is null group by 1, 2) s
  on s.entry_id = v.entry_id and s.entry_line = v.line
where v.open <> case when v.paired_with is null then v.amount - coalesce(s.matched, 0) else 0 end
   or (v.paired_with is not null and s.matched is not null)

-- check: bank_pairs · Cada movimiento que no llegó al banco tiene su contrario
select v.entry_id, v.line from bank_movements v
left join bank_movements o on o.entry_id = v.paired_with and o.line = v.line
where v.paired_with is not null and (o.amount is distinct from -v.amount or o.paired_with is distinct from v.entry_id)

-- check: bank_statements · Saldo inicial más líneas es el saldo final (menos lo ilegible que se dejó fuera), y sus líneas son las suyas más las que ya estaban
select s.id as statement_id, s.opening, s.total, s.closing, s.lines, s.repeated, n.lines as own from bank_statements s
cross join lateral (select count(*) as lines from bank_lines l where l.statement_id = s.id) n
where s.state <> 'read' and (s.opening + s.total + s.uneven <> s.closing or s.lines <> n.lines + s.repeated)

-- check: bank_made · Cada emparejamiento que registró un asiento tiene el suyo
select m.id as match_id, m.made_entry_id from bank_matches m
left join ledger.entries e on e.id = m.made_entry_id where m.made_entry_id is not null and e.id is null

-- check: bank_transfers · Cada traspaso entre cuentas tiene su asiento por lo mismo
select t.id from bank_transfers t
join boxes b on b.id = t.from_box_id
left join ledger.entries e on e.id = t.entry_id and e.source = 'bank_transfers:' || t.id
left join ledger.lines l on l.entry_id = t.entry_id and l.account_id = b.account_id and l.amount = -t.amount
where e.id is null or l.entry_id is null
