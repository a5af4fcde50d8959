-- A refrendo may lend more, and some articles of a ticket may go back before the rest.

alter table pawn_tickets add column added bigint not null default 0 check (added >= 0 and (added = 0 or previous_id is not null));
comment on column pawn_tickets.added is 'Capital que el refrendo prestó además del que ya se debía';

alter table pawn_items drop constraint pawn_items_gone_how_check;
alter table pawn_items add constraint pawn_items_gone_how_check
  check (gone_how in ('delivered', 'sold', 'surrendered', 'written_off', 'cancelled', 'taken'));
comment on column pawn_items.gone_how is 'Cómo salió de la casa; taken: se la llevó el cliente y las demás siguen empeñadas';
