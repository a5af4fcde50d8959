-- What must always hold in the journal: each statement returns the rows where it doesn't.

-- check: balanced · Cada asiento suma cero por sucursal y moneda
select entry_id, branch_id, currency, sum(amount) as difference
from ledger.lines group by entry_id, branch_id, currency having sum(amount) <> 0

-- check: whole · Cada asiento tiene al menos dos renglones
select e.id as entry_id, count(l.entry_id) as lines
from ledger.entries e left join ledger.lines l on l.entry_id = e.id group by e.id having count(l.entry_id) < 2

-- check: anchored · Cada renglón tiene asiento, cuenta y sucursal de la misma empresa, moneda y fecha
select l.entry_id, l.line from ledger.lines l
left join ledger.entries e on e.id = l.entry_id
left join ledger.accounts a on a.id = l.account_id
left join public.branches b on b.id = l.branch_id
where e.id is null or a.id is null or b.id is null or a.company_id <> e.company_id or b.company_id <> e.company_id
   or a.currency <> l.currency or e.on_date <> l.on_date

-- check: between_branches · Las cuentas entre sucursales suman cero por empresa y moneda
select a.company_id, a.currency, sum(l.amount) as difference
from ledger.lines l join ledger.accounts a on a.id = l.account_id and a.use = 'INTERBRANCH'
group by a.company_id, a.currency having sum(l.amount) <> 0

-- check: live_balances · El saldo vivo de cada caja y cuenta vigilada es la suma de sus renglones
select account_id, branch_id, b.posted, s.total
from ledger.balances b
full join (select l.account_id, l.branch_id, sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.guard <> 0 group by 1, 2) s
  using (account_id, branch_id)
where coalesce(b.posted, 0) <> coalesce(s.total, 0) or b.account_id is null
   or not case b.guard when 1 then b.posted >= b.floor when -1 then b.posted <= b.floor else false end

-- check: day_balances · Los movimientos diarios sellados son los de los renglones
select account_id, branch_id, on_date from ledger.day_balances d
full join (select l.account_id, l.branch_id, l.on_date, sum(greatest(l.amount, 0)) as debit,
                  sum(greatest(-l.amount, 0)) as credit
           from ledger.lines l join ledger.entries e on e.id = l.entry_id
           where e.xid < (select upto from ledger.seal_state) group by 1, 2, 3) s
  using (account_id, branch_id, on_date)
where d.debit is distinct from s.debit or d.credit is distinct from s.credit

-- check: month_balances · Los movimientos mensuales son la suma de los diarios
select account_id, branch_id, ym from ledger.month_balances m
full join (select d.account_id, d.branch_id, to_char(d.on_date, 'YYYYMM')::int as ym, sum(d.debit) as debit,
                  sum(d.credit) as credit from ledger.day_balances d group by 1, 2, 3) s
  using (account_id, branch_id, ym)
where m.debit is distinct from s.debit or m.credit is distinct from s.credit

-- check: cash_days · Lo que entró menos lo que salió del efectivo cada día es lo que se movió en sus cuentas
select branch_id, currency, on_date, d.net as told, s.net as moved
from (select branch_id, currency, on_date, sum(inflow) - sum(outflow) as net from ledger.cash_days group by 1, 2, 3) d
full join (select b.branch_id, a.currency, b.on_date, sum(b.debit - b.credit) as net from ledger.day_balances b
           join ledger.accounts a on a.id = b.account_id and a.use in ('CASH', 'CHEQUE', 'CARD', 'BANK')
           group by 1, 2, 3) s using (branch_id, currency, on_date)
where coalesce(d.net, 0) <> coalesce(s.net, 0)

-- check: one_per_key · Hay un solo asiento por llave de idempotencia
select idem, count(*) as entries from ledger.entries group by idem having count(*) > 1

-- check: reversed_once · Un asiento se reversa una vez y su reversa es su espejo
select r.reverses as entry_id, r.id as reversal from ledger.entries r where r.reverses is not null and (
  exists (select 1 from ledger.entries o where o.reverses = r.reverses and o.id <> r.id)
  or exists (select 1 from ledger.entries o where o.id = r.reverses and o.reverses is not null)
  or exists (
    select 1 from (select * from ledger.lines where entry_id = r.id) x
    full join (select * from ledger.lines where entry_id = r.reverses) y on y.line = x.line
    where (x.account_id, x.branch_id, -x.amount) is distinct from (y.account_id, y.branch_id, y.amount)))

-- check: closed_months · Ningún asiento entró a un mes después de cerrarlo
select e.id as entry_id, e.on_date, p.closed_at from ledger.entries e
join ledger.periods p on p.company_id = e.company_id and p.ym = to_char(e.on_date, 'YYYYMM')::int
where p.status = 'C' and e.created_at > p.closed_at

-- check: seals · Los sellos atan cada asiento: sin huecos, con sus eslabones y su contenido
select branch_id, seq, why from ledger.seal_verify()

-- check: sealed_or_waiting · Los asientos sellados y los que esperan sello son todos
select s.sealed, t.waiting, n.total
from (select coalesce(sum(entries), 0) as sealed from ledger.seals) s,
     (select count(*) as waiting from ledger.entries where xid >= (select upto from ledger.seal_state)) t,
     (select count(*) as total from ledger.entries) n
where s.sealed + t.waiting <> n.total

-- check: watched · Los guardianes del diario siguen en su sitio
select w.on_table, w.guardian from (values
  ('ledger.entries', 'frozen'), ('ledger.lines', 'frozen'), ('ledger.lines', 'balanced'), ('ledger.seals', 'frozen'),
  ('ledger.period_changes', 'frozen'), ('ledger.accounts', 'kept'), ('ledger.accounts', 'frozen')
) w (on_table, guardian)
left join pg_catalog.pg_trigger t on t.tgrelid = w.on_table::regclass and t.tgname = w.guardian
where t.tgenabled is distinct from 'A'
union all
select 'ledger.' || c.relname, 'permisos' from pg_catalog.pg_class c
where c.relnamespace = 'ledger'::regnamespace and c.relkind = 'r' and (
  has_table_privilege('caudal_app', c.oid, 'insert, update, delete, truncate')
  or (not c.relrowsecurity and c.relname in
      ('entries', 'lines', 'balances', 'day_balances', 'month_balances', 'cash_days', 'seals')))
