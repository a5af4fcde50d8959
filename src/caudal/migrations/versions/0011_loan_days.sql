-- Loans at the close of each day: where each stands, what its interest is on any day, and what the books took of it.

-- Interest of the running period on a day: earned_before + (made + daily × (day − since_on)) / 100000000, cut.
-- Without it (a freeze in the middle, a row of before) the close reads the loan again from its events.
alter table loan_installments
  add column since_on date,
  add column made bigint,
  add column daily bigint,
  add column span smallint not null generated always as (case
    when end_on - start_on <= 7 then 7 when end_on - start_on <= 16 then 16 when end_on - start_on <= 31 then 31
    when end_on - start_on <= 62 then 62 when end_on - start_on <= 93 then 93 when end_on - start_on <= 186 then 186
    when end_on - start_on <= 370 then 370 else 32767 end) stored,
  add check ((since_on is null) = (made is null) and (made is null) = (daily is null)),
  add check (made >= 0 and daily >= 0);
drop index loan_installments_runs;
create index loan_installments_runs on loan_installments (branch_id, span, end_on)
  include (start_on, loan_id, since_on, earned_before, made, daily) where live;
comment on column loan_installments.earned_before is 'Interés devengado al empezar su período';
comment on column loan_installments.made is 'Interés del período el día since_on, en cienmillonésimas de unidad mínima, con su redondeo incluido';
comment on column loan_installments.daily is 'Lo que cada día agrega a made';
comment on column loan_installments.span is 'Clase de duración: el período que corre un día termina a lo sumo tantos días después';

create table loan_positions (
  loan_id uuid primary key references loans,
  branch_id smallint not null references branches not enforced,
  party_id uuid not null,
  currency char(3) not null,
  disbursed_on date not null,
  ended_on date,
  read_on date not null,
  exact_from date not null,
  ends_on date not null,
  earned_end bigint not null,
  principal bigint not null,
  collected bigint not null,
  late_from date,
  kept int not null default 0,
  renegotiated boolean not null default false,
  debts int not null default 0,
  open bigint not null default 0,
  last_due_on date,
  sync_on date,
  sync_if_late boolean not null default false
) with (fillfactor = 85);
create index loan_positions_live on loan_positions (branch_id) where ended_on is null;
create index loan_positions_ended on loan_positions (branch_id, ended_on) include (currency, collected)
  where ended_on is not null;
create index loan_positions_sync on loan_positions (branch_id, sync_on) where sync_on is not null;
comment on table loan_positions is 'Dónde está cada préstamo según sus hechos: lo escribe quien los registra y de aquí lo toma el cierre';
comment on column loan_positions.exact_from is 'Desde este día lo que dice vale para cualquier fecha, corregido por los pagos posteriores; antes, se vuelve a leer';
comment on column loan_positions.earned_end is 'Interés devengado en toda su vida, desde ends_on';
comment on column loan_positions.collected is 'Lo que abonó a intereses por cobrar: lo cobrado y lo que se hizo capital';
comment on column loan_positions.late_from is 'Vencimiento más antiguo con capital o interés sin pagar';
comment on column loan_positions.sync_on is 'Día en que hay que leerlo otra vez aunque nadie pague: vence una cuota con dinero recibido por adelantado';

-- Loans of before are read again from their events until something is written on them.
insert into loan_positions (loan_id, branch_id, party_id, currency, disbursed_on, ended_on, read_on, exact_from, ends_on,
                            earned_end, principal, collected, late_from, kept)
select l.id, l.branch_id, l.party_id, l.currency, l.disbursed_on, l.closed_on, l.disbursed_on, '9999-12-31', '9999-12-31',
       0, l.outstanding, coalesce((select sum(p.amount) from loan_parts p where p.loan_id = l.id and p.component = 'interest'), 0),
       l.oldest_due_on, l.late_when_renewed
from loans l where l.disbursed_on is not null;
update loan_positions p set debts = s.debts, open = s.open, last_due_on = s.last_due_on
from (select owner_id, count(*) as debts, sum(open) as open, max(due_on) as last_due_on from receivables
      where kind = 'loan' and open > 0 group by owner_id) s
where s.owner_id = p.loan_id;

alter table loan_days
  add column suspended bigint not null default 0,
  add column kept int not null default 0,
  add column renegotiated boolean not null default false;
comment on column loan_days.earned is 'Interés devengado desde el desembolso, cobrado o no';
comment on column loan_days.suspended is 'Parte de lo devengado que los libros no reconocen: lo hecho con más de 90 días de mora y sin cobrar';
comment on column loan_days.kept is 'Días de mora que tenía al renovarse o reestructurarse: sigue en riesgo por ellos';

create table loan_day_totals (
  branch_id smallint not null,
  business_date date not null,
  currency char(3) not null,
  loans int not null,
  principal bigint not null,
  overdue bigint not null,
  recognised bigint not null,
  ended bigint not null,
  provision bigint not null,
  accrual bigint not null default 0,
  allowance bigint not null default 0,
  primary key (branch_id, business_date, currency)
);
comment on table loan_day_totals is 'Cartera de cada cierre por moneda, y lo que se asentó ese día';
comment on column loan_day_totals.recognised is 'Interés reconocido de los préstamos vivos';
comment on column loan_day_totals.ended is 'Interés cobrado de los que terminaron';
comment on column loan_day_totals.accrual is 'Cargo a intereses por cobrar asentado por los cierres de este día';
comment on column loan_day_totals.allowance is 'Provisión asentada por los cierres de este día';

create index loan_parts_day on loan_parts (branch_id, on_date) include (loan_id, number, component, amount);
create index receivables_not_loans on receivables (branch_id, due_on) include (currency, open, issued_on, party_id)
  where open > 0 and kind <> 'loan';

do $$
declare t text;
begin
  foreach t in array array['loan_positions', 'loan_day_totals'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant select, insert, update on loan_positions, loan_day_totals to caudal_app;
