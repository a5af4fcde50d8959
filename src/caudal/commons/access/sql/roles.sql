-- The house's own user and the roles with their permissions: applied after every migration, as written here.
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
    ('duena', 'clients.read clients.write clients.erase receivables.read receivables.write receivables.cancel'
      || ' payments.read payments.take payments.reverse days.read days.close messages.read messages.send'
      || ' reminders.write imports.read imports.run users.read users.write branches.write audit.read'
      || ' books.read books.close books.verify loans.quote loans.read loans.write loans.approve'
      || ' loans.disburse loans.manage portfolio.read products.write'
      || ' loans.remit collateral.write collateral.release'
      || ' tills.open tills.move tills.watch tills.approve tills.rules'
      || ' pawn.read pawn.open pawn.override pawn.custody pawn.sell pawn.tables'
      || ' roscas.read roscas.write roscas.authorise roscas.deliver summary.read apikeys.write'),
    ('director', 'clients.read clients.write clients.erase receivables.read receivables.write receivables.cancel'
      || ' payments.read payments.take payments.reverse days.read days.close messages.read messages.send'
      || ' reminders.write imports.read imports.run users.read audit.read books.read books.close'
      || ' books.verify loans.quote loans.read loans.write loans.approve loans.disburse loans.manage'
      || ' portfolio.read products.write'
      || ' loans.remit collateral.write collateral.release'
      || ' tills.open tills.move tills.watch tills.approve tills.rules'
      || ' pawn.read pawn.open pawn.override pawn.custody pawn.sell pawn.tables'
      || ' roscas.read roscas.write roscas.authorise roscas.deliver summary.read'),
    ('gerente', 'clients.read clients.write clients.erase receivables.read receivables.write receivables.cancel'
      || ' payments.read payments.take payments.reverse days.read days.close messages.read messages.send'
      || ' reminders.write imports.read imports.run users.read audit.read books.read books.verify'
      || ' loans.quote loans.read loans.write loans.approve loans.disburse loans.manage portfolio.read'
      || ' loans.remit collateral.write collateral.release'
      || ' tills.open tills.move tills.watch tills.approve tills.rules'
      || ' pawn.read pawn.open pawn.override pawn.custody pawn.sell pawn.tables'
      || ' roscas.read roscas.write roscas.authorise roscas.deliver summary.read'),
    ('supervisor', 'clients.read clients.write receivables.read receivables.write receivables.cancel payments.read'
      || ' payments.take payments.reverse days.read days.close messages.read messages.send imports.read'
      || ' audit.read loans.quote loans.read loans.write loans.approve loans.disburse portfolio.read'
      || ' collateral.write'
      || ' tills.open tills.move tills.watch tills.approve'
      || ' pawn.read pawn.open pawn.override pawn.custody pawn.sell'
      || ' roscas.read roscas.write roscas.authorise roscas.deliver summary.read'),
    ('contador', 'clients.read receivables.read payments.read payments.reverse days.read days.close messages.read'
      || ' imports.read imports.run audit.read books.read books.close books.verify loans.quote loans.read'
      || ' loans.disburse portfolio.read'
      || ' loans.remit'
      || ' tills.watch'
      || ' pawn.read'
      || ' roscas.read summary.read'),
    ('cajero', 'clients.read clients.write receivables.read payments.read payments.take messages.read'
      || ' loans.quote loans.read loans.write loans.disburse'
      || ' tills.open tills.move'
      || ' pawn.read pawn.open pawn.custody'
      || ' roscas.read roscas.deliver summary.read'),
    ('cobrador', 'clients.read receivables.read payments.read payments.take messages.read messages.send'
      || ' loans.quote loans.read'
      || ' pawn.read'
      || ' roscas.read summary.read'),
    ('empleado', 'clients.read clients.write receivables.read receivables.write payments.read loans.quote'
      || ' loans.read loans.write'
      || ' collateral.write'
      || ' pawn.read pawn.open pawn.custody'
      || ' roscas.read roscas.write summary.read'),
    ('analista', 'clients.read receivables.read payments.read days.read messages.read imports.read books.read'
      || ' loans.quote loans.read portfolio.read'
      || ' pawn.read'
      || ' roscas.read summary.read'),
    ('admin', 'users.read users.write branches.write audit.read apikeys.write')
  ) as r (role, listed)
), gone as (
  delete from role_permissions p
  where not exists (select from wanted w where w.role = p.role and w.permission = p.permission)
)
insert into role_permissions (role, permission) select role, permission from wanted
on conflict do nothing;
