-- Every change of what has a state is written down; what happened stays. How much of a line or a movement is left to
-- explain is told by its matches.
create or replace trigger noted after update or delete on bank_statements for each row execute function note_changes('data', 'analysis', 'plan', 'broken');
create or replace trigger noted after update or delete on bank_matches for each row execute function note_changes();
create or replace trigger noted after update or delete on bank_rules for each row execute function note_changes();

do $$
declare t text;
begin
  foreach t in array array['bank_match_parts', 'bank_owners', 'statement_layouts', 'day_reconciliations'] loop
    execute format('create or replace trigger frozen before update or delete or truncate on %I for each statement'
                   ' execute function refuse_change()', t);
  end loop;
end $$;

-- What the journal writes in a bank account is a movement that the bank should show, whoever posts it. An entry and its
-- reversal, while the bank has shown neither, explain each other: nothing of them is waited for. Lines are looked up one
-- by one and never by a join of unknown size, as in the journal.
create or replace function keep_bank_moves() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if not exists (select from fresh f join boxes b on b.account_id = f.account_id and b.branch_id = f.branch_id and b.kind = 'bank') then
    return null;
  end if;
  with mine as materialized (
    select f.entry_id, f.line, f.branch_id, f.on_date, f.amount, b.id as box_id, e.reverses
    from fresh f
    join boxes b on b.account_id = f.account_id and b.branch_id = f.branch_id and b.kind = 'bank'
    join ledger.entries e on e.id = f.entry_id),
  gone as (
    update bank_movements v set open = 0, paired_with = m.entry_id
    from mine m where v.entry_id = m.reverses and v.line = m.line and v.open = v.amount
    returning v.entry_id, v.line)
  insert into bank_movements (entry_id, line, branch_id, box_id, on_date, amount, open, paired_with)
  select m.entry_id, m.line, m.branch_id, m.box_id, m.on_date, m.amount,
         case when g.entry_id is null then m.amount else 0 end, g.entry_id
  from mine m left join gone g on g.entry_id = m.reverses and g.line = m.line;
  return null;
end $$;

create or replace trigger kept_for_bank after insert on ledger.lines referencing new table as fresh
  for each statement execute function keep_bank_moves();

-- A reference as it is compared (whole, and its digits alone: people write something before them), and the words of a name: as caudal.business.reconciliation.rules.wording.
create or replace function bank_reference(told text) returns text language sql immutable parallel safe as $$
  select case when length(k) > 3 then k end
  from (select ltrim(regexp_replace(upper(told), '[^A-Z0-9]', '', 'g'), '0') as k) x
$$;
create or replace function bank_words(told text) returns text[] language sql immutable parallel safe as $$
  select array(select w from regexp_split_to_table(
    upper(translate(told, 'áéíóúüñÁÉÍÓÚÜÑ', 'aeiouunAEIOUUN')), '[^A-Z0-9]+') w where length(w) > 2)
$$;

-- What is known of each movement of a bank account: whose it is, by what references, from which till. It is looked up by
-- its key and only where its entry says so, in one place (`limit 1` keeps it apart): a join of each table would be guessed
-- wrong, and there would be too many of them for the queries that use this to be planned whole.
-- A payment to a supplier goes by its folio, by that of its account and by its invoice (whole; its digits alone from five
-- on: fewer may be a year); a refund, by its folio.
create or replace view bank_movement_facts with (security_invoker = true) as
select v.entry_id, v.line, v.branch_id, v.box_id, v.on_date, v.amount, v.open, v.paired_with, e.kind, e.source, e.memo,
       e.actor, e.created_at, k.party_id, k.till_id,
       array_remove(array[bank_reference(k.reference), bank_reference(regexp_replace(k.reference, '[^0-9]', '', 'g'))]
         || k.folios, null) as refs,
       k.reference
from bank_movements v
join ledger.entries e on e.id = v.entry_id
left join lateral (
  select p.party_id, null::int as till_id, p.reference, null::text[] as folios
  from payments p where e.source like 'payments:%' and p.id = substr(e.source, 10)::uuid
  union all
  select null, o.box_id, o.reference, null
  from till_operations o where e.source like 'till_operations:%' and o.id = substr(e.source, 17)::uuid
  union all
  select null, null, t.reference, null
  from bank_transfers t where e.source like 'bank_transfers:%' and t.id = substr(e.source, 16)::uuid
  union all
  select s.party_id, null, y.reference,
         array['PG' || lpad(y.number::text, greatest(6, length(y.number::text)), '0'),
               'CXP' || lpad(c.number::text, greatest(3, length(c.number::text)), '0'), bank_reference(i.number),
               case when length(regexp_replace(i.number, '[^0-9]', '', 'g')) > 4
                    then bank_reference(regexp_replace(i.number, '[^0-9]', '', 'g')) end]
  from payable_payments y
  join payables c on c.id = y.payable_id
  join suppliers s on s.id = y.supplier_id
  left join payable_invoices i on i.payable_id = y.payable_id and i.state = 'accepted'
  where e.source like 'payables:%' and y.payable_id = substr(e.source, 10)::uuid and e.id in (y.entry_id, y.return_entry_id)
  union all
  select r.party_id, null, r.reference, array['RB' || lpad(r.number::text, greatest(6, length(r.number::text)), '0')]
  from refunds r where e.source like 'refunds:%' and r.id = substr(e.source, 9)::uuid
  limit 1) k on true;
