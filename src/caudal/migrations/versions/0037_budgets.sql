-- What is expected of each branch.

create table budgets (
  id bigint generated always as identity primary key,
  branch_id smallint not null references branches,
  ym int not null check (ym between 199001 and 299912 and ym % 100 between 1 and 12),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  key text not null check (length(key) between 1 and 40),
  amount bigint not null,
  set_at timestamptz not null,
  set_by int not null,
  act_id uuid not null,
  constraint budgets_once unique (branch_id, ym, currency, key)
);
create index budgets_month on budgets (ym);
comment on table budgets is 'Presupuesto y metas: lo que se espera de una sucursal en un mes';
comment on column budgets.key is 'Qué se espera: income, expenses, utility, o el código de una cuenta de resultados';
comment on column budgets.amount is 'Unidades mínimas, como se lee: un ingreso o un gasto esperado es positivo';

alter table budgets enable row level security;
create policy by_branch on budgets to caudal_app, caudal_read using (
  (select current_setting('caudal.all', true)) = '1'
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]));
grant select on budgets to caudal_app;
grant insert, delete on budgets to caudal_app;
grant update (amount, set_at, set_by, act_id) on budgets to caudal_app;
