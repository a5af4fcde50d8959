-- What is only tried spends no folio: within a transaction that won't be kept, numbers come from far above those of the
-- sequence, which stays as it was. Each such transaction counts apart, so that two of them don't wait for each other.

create function next_number(of regclass) returns bigint language plpgsql as $$
declare
  trial bigint := nullif(current_setting('caudal.trial', true), '')::bigint;
  spent text := 'caudal.spent_' || of::oid;
  turn bigint;
begin
  if trial is null then
    return nextval(of);
  end if;
  turn := coalesce(nullif(current_setting(spent, true), '')::bigint, 0) + 1;
  perform set_config(spent, turn::text, true);
  return trial * 1000000000000 + coalesce(pg_sequence_last_value(of), 0) + turn;
end $$;
comment on function next_number(regclass) is 'El siguiente folio de una serie; en un acto de prueba, uno que no se gasta';

do $$
declare r record;
begin
  for r in select d.adrelid::regclass as held, pg_get_expr(d.adbin, d.adrelid) as made
           from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
           join pg_class c on c.oid = d.adrelid
           where c.relnamespace = 'public'::regnamespace and a.attname = 'number'
             and pg_get_expr(d.adbin, d.adrelid) like 'nextval(%' loop
    execute format('alter table %s alter column number set default %s', r.held, replace(r.made, 'nextval(', 'next_number('));
  end loop;
end $$;

-- Entries are known by their number too.
create sequence ledger.entry_numbers as bigint;
select setval('ledger.entry_numbers', pg_sequence_last_value(pg_get_serial_sequence('ledger.entries', 'id')::regclass))
where pg_sequence_last_value(pg_get_serial_sequence('ledger.entries', 'id')::regclass) is not null;
alter table ledger.entries alter column id drop identity;
alter table ledger.entries alter column id set default public.next_number('ledger.entry_numbers');
do $$ -- in a house already at work the table is of another owner than who upgrades it, and its sequence must be of the same
begin
  execute format('alter sequence ledger.entry_numbers owner to %I',
                 (select pg_get_userbyid(relowner) from pg_class where oid = 'ledger.entries'::regclass));
end $$;
alter sequence ledger.entry_numbers owned by ledger.entries.id;

-- Who paid over a ceiling that was written after the loan ended is looked for by when it ended.
create index loans_closed on loans (closed_on) where closed_on is not null;
