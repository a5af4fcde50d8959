-- A loan given up and collected whole is recovered; one whose hand-over was reversed is cancelled.

do $$
declare c text;
begin
  for c in select conname from pg_constraint
           where conrelid = 'loans'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%written_off%' loop
    execute format('alter table loans drop constraint %I', c);
  end loop;
end $$;
alter table loans
  add constraint loans_status_check check (status in
    ('applied', 'approved', 'rejected', 'active', 'paid', 'renewed', 'restructured', 'written_off', 'recovered', 'cancelled')),
  add constraint loans_handed_check check (
    status not in ('active', 'paid', 'renewed', 'restructured', 'written_off', 'recovered') or disbursed_on is not null);
update loans set status = 'recovered' where status = 'written_off' and outstanding = 0 and oldest_due_on is null;
