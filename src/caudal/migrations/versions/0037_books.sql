-- The books as a tree, and what came in and went out of cash by kind and day.

create table ledger.chart_groups (
  chart text not null check (chart in ('mx', 'co', 'do')),
  code text not null,
  name text not null,
  class char(1) not null check (class in ('A', 'L', 'E', 'I', 'X')),
  parent text,
  primary key (chart, code),
  foreign key (chart, parent) references ledger.chart_groups
);
create index chart_groups_parent on ledger.chart_groups (chart, parent) where parent is not null;
comment on table ledger.chart_groups is 'Los rubros de cada catálogo, de donde cuelgan sus cuentas por su código';

create index day_balances_day on ledger.day_balances (on_date);
create index month_balances_month on ledger.month_balances (ym);
create index entries_year_close on ledger.entries (on_date) where kind = 'year_close';

create table ledger.cash_days (
  branch_id smallint not null,
  currency char(3) not null,
  on_date date not null,
  kind text not null,
  inflow bigint not null,
  outflow bigint not null,
  primary key (branch_id, currency, on_date, kind)
);
create index cash_days_day on ledger.cash_days (on_date);
comment on table ledger.cash_days is 'Lo sellado que entró y salió del efectivo de una sucursal cada día, por clase de asiento. Lo que pasa de una caja a otra de la misma sucursal no entra ni sale';
comment on column ledger.cash_days.kind is 'Clase del asiento; «interbranch» cuando el dinero pasó de una sucursal a otra';
comment on column ledger.cash_days.inflow is 'Unidades mínimas; una reversa resta de lo que entró';

-- what was sealed before this table existed; from here on the seal adds to it
with net as (
  select e.id, e.kind, e.on_date, e.reverses, l.branch_id, l.currency, sum(l.amount) as amount
  from ledger.entries e join ledger.lines l on l.entry_id = e.id
  join ledger.accounts a on a.id = l.account_id and a.use in ('CASH', 'CHEQUE', 'CARD', 'BANK')
  where e.xid < (select s.upto from ledger.seal_state s) group by 1, 2, 3, 4, 5, 6 having sum(l.amount) <> 0
), told as (
  select n.*, min(n.amount) over w < 0 and max(n.amount) over w > 0 as across from net n window w as (partition by n.id, n.currency)
)
insert into ledger.cash_days (branch_id, currency, on_date, kind, inflow, outflow)
select t.branch_id, t.currency, t.on_date, case when t.across then 'interbranch' else t.kind end,
       sum(case when t.reverses is null then greatest(t.amount, 0) else least(t.amount, 0) end),
       sum(case when t.reverses is null then greatest(-t.amount, 0) else least(-t.amount, 0) end)
from told t group by 1, 2, 3, 4;
