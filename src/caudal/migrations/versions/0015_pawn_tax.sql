-- The tax on the interest and storage of a pledge, where the plan says so.

alter table pawn_plans add column taxed boolean not null default false;
comment on column pawn_plans.taxed is 'Si al interés y al almacenaje se les suma el impuesto del país, el vigente al escribir la boleta';

alter table pawn_tickets
  add column tax_rate numeric(7, 6) not null default 0 check (tax_rate >= 0 and tax_rate < 1),
  add column tax_before bigint not null default 0,
  add column tax_each bigint not null default 0,
  add column tax_paid bigint not null default 0;
comment on column pawn_tickets.tax_rate is 'Impuesto sobre interés y almacenaje que rige esta boleta, como fracción';
grant update (tax_before, tax_each, tax_paid) on pawn_tickets to caudal_app;

alter table pawn_parts drop constraint pawn_parts_component_check;
alter table pawn_parts add constraint pawn_parts_component_check check (component in ('principal', 'interest', 'storage', 'tax'));

alter table pawn_lots add column tax bigint not null default 0 check (tax >= 0);
comment on column pawn_lots.tax is 'Impuesto dentro de la deuda: se debe al fisco en la parte que la venta alcance a pagar';
