-- Debts that belong to a contract.

-- A debt may belong to a contract, which posts its own entries: its instalments are debts like any other.
alter table receivables
  add column kind text not null default 'plain' check (kind in ('plain', 'loan', 'pawn', 'rosca')),
  add column owner_id uuid,
  add column turn smallint,
  alter column entry_id drop not null,
  add check ((kind = 'plain') = (owner_id is null)),
  add check ((kind = 'plain') = (entry_id is not null)),
  add check ((owner_id is null) = (turn is null));
create index receivables_owner on receivables (owner_id, turn) where owner_id is not null;
comment on column receivables.kind is 'plain: venta o saldo propio; loan, pawn, rosca: cuota de un préstamo, de una boleta o de un san';
comment on column receivables.owner_id is 'El contrato al que pertenece la cuota';
comment on column receivables.turn is 'Número de la cuota en su contrato';
