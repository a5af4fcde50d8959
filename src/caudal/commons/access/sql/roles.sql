-- The house's own user and the roles with their permissions: applied after every migration, as written here. As in the
-- matrix of the document, who authorises (supervisor, manager, director) doesn't hand money over: the accountant does,
-- and the cashier at the counter.
insert into roles (code, name, position) values
  ('duena', 'Dueña', 1), ('director', 'Director', 2), ('gerente', 'Gerente', 3), ('supervisor', 'Supervisor', 4),
  ('contador', 'Contador', 5), ('cajero', 'Cajero', 6), ('cobrador', 'Cobrador', 7), ('empleado', 'Empleado', 8),
  ('analista', 'Analista', 9), ('admin', 'Administrador del sistema', 10), ('sistema', 'Sistema', 99)
on conflict (code) do update set name = excluded.name, position = excluded.position
  where (roles.name, roles.position) is distinct from (excluded.name, excluded.position);

insert into users (id, username, name, role, active) overriding system value
values (0, 'sistema', 'Sistema', 'sistema', false)
on conflict (id) do nothing;

with wanted (role, permission) as (
  select r.role, unnest(string_to_array(r.listed, ' ')) from (values
    ('duena', 'refunds.read refunds.pay refunds.void refunds.policy '
      || 'bookings.read bookings.write bookings.change '
      || 'payables.read payables.write payables.manage payables.pay suppliers.write '
      || 'clients.read clients.write clients.erase receivables.read receivables.write receivables.cancel'
      || ' alerts.read alerts.manage alerts.rules reports.read reports.schedule'
      || ' payments.read payments.take payments.reverse days.read days.close messages.read messages.send'
      || ' reminders.write imports.read imports.run users.read users.write branches.write audit.read'
      || ' books.read books.close books.verify books.write budgets.write loans.quote loans.read loans.write loans.approve'
      || ' loans.disburse loans.manage portfolio.read products.write'
      || ' loans.remit collateral.write collateral.release'
      || ' tills.open tills.move tills.watch tills.approve tills.rules'
      || ' banks.read banks.write banks.reconcile banks.transfer'
      || ' pawn.read pawn.open pawn.override pawn.custody pawn.sell pawn.tables'
      || ' roscas.read roscas.write roscas.authorise roscas.deliver summary.read apikeys.write'
      || ' approvals.read approvals.authorise approvals.limits'),
    ('director', 'refunds.read refunds.void refunds.policy '
      || 'bookings.read bookings.write bookings.change '
      || 'payables.read payables.manage '
      || 'clients.read clients.write clients.erase receivables.read receivables.write receivables.cancel'
      || ' alerts.read alerts.manage alerts.rules reports.read reports.schedule'
      || ' payments.read payments.take payments.reverse days.read days.close messages.read messages.send'
      || ' reminders.write imports.read imports.run users.read audit.read books.read books.close'
      || ' books.verify budgets.write loans.quote loans.read loans.write loans.approve loans.manage'
      || ' portfolio.read products.write'
      || ' collateral.write collateral.release'
      || ' tills.open tills.move tills.watch tills.approve tills.rules'
      || ' banks.read banks.write banks.reconcile banks.transfer'
      || ' pawn.read pawn.open pawn.override pawn.custody pawn.sell pawn.tables'
      || ' roscas.read roscas.write roscas.authorise summary.read approvals.read approvals.authorise'),
    ('gerente', 'refunds.read refunds.void '
      || 'bookings.read bookings.write bookings.change '
      || 'payables.read payables.write payables.manage suppliers.write '
      || 'clients.read clients.write clients.erase receivables.read receivables.write receivables.cancel'
      || ' alerts.read alerts.manage alerts.rules reports.read reports.schedule'
      || ' payments.read payments.take payments.reverse days.read days.close messages.read messages.send'
      || ' reminders.write imports.read imports.run users.read audit.read books.read books.verify budgets.write'
      || ' books.write'
      || ' loans.quote loans.read loans.write loans.approve loans.manage portfolio.read'
      || ' collateral.write collateral.release'
      || ' tills.open tills.move tills.watch tills.approve tills.rules'
      || ' banks.read banks.reconcile banks.transfer'
      || ' pawn.read pawn.open pawn.override pawn.custody pawn.sell pawn.tables'
      || ' roscas.read roscas.write roscas.authorise summary.read approvals.read approvals.authorise'),
    ('supervisor', 'refunds.read '
      || 'bookings.read bookings.write bookings.change '
      || 'payables.read payables.write payables.manage suppliers.write '
      || 'clients.read clients.write receivables.read receivables.write receivables.cancel payments.read'
      || ' alerts.read alerts.manage reports.read'
      || ' payments.take payments.reverse days.read days.close messages.read messages.send imports.read'
      || ' audit.read loans.quote loans.read loans.write loans.approve portfolio.read'
      || ' collateral.write'
      || ' tills.open tills.move tills.watch tills.approve'
      || ' banks.read banks.transfer'
      || ' pawn.read pawn.open pawn.override pawn.custody pawn.sell'
      || ' roscas.read roscas.write roscas.authorise summary.read approvals.read approvals.authorise'),
    ('contador', 'refunds.read refunds.pay '
      || 'bookings.read '
      || 'payables.read payables.pay '
      || 'clients.read receivables.read payments.read payments.reverse days.read days.close messages.read'
      || ' alerts.read alerts.manage reports.read'
      || ' imports.read imports.run audit.read books.read books.close books.verify books.write budgets.write'
      || ' loans.quote loans.read'
      || ' loans.disburse portfolio.read'
      || ' loans.remit'
      || ' tills.watch'
      || ' banks.read banks.write banks.reconcile banks.transfer'
      || ' pawn.read'
      || ' roscas.read roscas.deliver summary.read approvals.read'),
    ('cajero', 'bookings.read '
      || 'clients.read clients.write receivables.read payments.read payments.take messages.read'
      || ' alerts.read reports.read'
      || ' loans.quote loans.read loans.write loans.disburse'
      || ' tills.open tills.move'
      || ' pawn.read pawn.open pawn.custody'
      || ' roscas.read roscas.deliver summary.read'),
    ('cobrador', 'bookings.read '
      || 'clients.read receivables.read payments.read payments.take messages.read messages.send'
      || ' alerts.read'
      || ' loans.quote loans.read'
      || ' pawn.read'
      || ' roscas.read summary.read'),
    ('empleado', 'refunds.read '
      || 'bookings.read bookings.write '
      || 'payables.read payables.write '
      || 'clients.read clients.write receivables.read receivables.write payments.read loans.quote'
      || ' alerts.read'
      || ' loans.read loans.write'
      || ' collateral.write'
      || ' pawn.read pawn.custody'
      || ' roscas.read roscas.write summary.read approvals.read'),
    ('analista', 'refunds.read '
      || 'bookings.read '
      || 'payables.read '
      || 'clients.read receivables.read payments.read days.read messages.read imports.read books.read'
      || ' alerts.read'
      || ' loans.quote loans.read portfolio.read'
      || ' pawn.read'
      || ' roscas.read summary.read'),
    ('admin', 'alerts.read users.read users.write branches.write audit.read apikeys.write')
  ) as r (role, listed)
), gone as (
  delete from role_permissions p
  where not exists (select from wanted w where w.role = p.role and w.permission = p.permission)
)
insert into role_permissions (role, permission) select role, permission from wanted
on conflict do nothing;
