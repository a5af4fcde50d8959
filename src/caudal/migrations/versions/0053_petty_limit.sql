alter table till_rules add column petty bigint check (petty >= 0);
comment on column till_rules.petty is
  'Unidades mínimas que una persona gasta de las cajas en un día sin quien pueda autorizar; nada: sin tope';
create index till_operations_spent on till_operations (branch_id, done_on, created_by)
  where kind = 'expense' and undone_at is null;
