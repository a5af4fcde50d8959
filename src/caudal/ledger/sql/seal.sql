-- Seals make a change behind the triggers' back visible. They are made by a job, never inside a post.

-- What a block binds of an entry: every column of it and of its lines. The tag names the recipe.
create or replace function ledger.entry_digest(e ledger.entries) returns bytea language sql stable
  set search_path = ledger, pg_temp as $$
select sha256(
  convert_to(concat_ws('|', 'v1', e.id, e.company_id, e.branch_id, e.on_date, quote_nullable(e.kind), e.idem,
    encode(e.request_sha, 'hex'), quote_nullable(e.reverses), quote_nullable(e.source), quote_nullable(e.memo),
    e.actor, quote_nullable(e.act_id), quote_nullable(e.ip), quote_nullable(e.reason), e.xid,
    extract(epoch from e.created_at)), 'UTF8')
  || coalesce((select string_agg(convert_to(concat_ws(',', l.line, l.account_id, l.branch_id, l.currency, l.on_date,
       l.amount, quote_nullable(l.party_id), quote_nullable(l.doc_id)), 'UTF8'), '\x3b'::bytea order by l.line)
     from lines l where l.entry_id = e.id), ''))
$$;

-- Seal what was committed since the last time, one block per branch, and add it to the day and month balances.
-- The watermark is the oldest transaction still running: a slow post with a low id is never skipped.
-- Returns the number of blocks.
create or replace function ledger.seal_all() returns int
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  v_lo bigint;
  v_hi bigint;
  v_blocks int;
begin
  select s.upto into v_lo from seal_state s for update;
  v_hi := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
  if v_hi < v_lo then
    raise exception 'the transaction counter went back: restored from a dump; raise it with pg_resetwal'
      using errcode = 'LG050';
  end if;
  with d as (
    select e.branch_id, count(*) as n, sum(s.c) as c, sum(s.debit) as debit,
           sha256(string_agg(entry_digest(e), '' order by e.xid, e.id)) as h
    from entries e
    join lateral (select count(*) as c, coalesce(sum(greatest(l.amount, 0)), 0) as debit
                  from lines l where l.entry_id = e.id) s on true
    where e.xid >= v_lo and e.xid < v_hi group by 1),
  t as (select distinct on (s.branch_id) s.branch_id, s.seq, s.hash from seals s order by s.branch_id, s.seq desc)
  insert into seals (branch_id, seq, to_xid, entries, lines, debit, prev, hash)
  select d.branch_id, coalesce(t.seq, 0) + 1, v_hi, d.n, d.c, d.debit, coalesce(t.hash, '\x00'),
         sha256(coalesce(t.hash, '\x00') || int8send(coalesce(t.seq, 0) + 1) || int8send(v_hi) || int8send(d.n) || d.h)
  from d left join t using (branch_id);
  get diagnostics v_blocks = row_count;

  insert into day_balances as b (account_id, branch_id, on_date, debit, credit)
  select l.account_id, l.branch_id, l.on_date, sum(greatest(l.amount, 0)), -sum(least(l.amount, 0))
  from entries e join lines l on l.entry_id = e.id where e.xid >= v_lo and e.xid < v_hi
  group by 1, 2, 3
  on conflict (account_id, branch_id, on_date) do update
    set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit;
  insert into month_balances as b (account_id, branch_id, ym, debit, credit)
  select l.account_id, l.branch_id, to_char(l.on_date, 'YYYYMM')::int, sum(greatest(l.amount, 0)),
         -sum(least(l.amount, 0))
  from entries e join lines l on l.entry_id = e.id where e.xid >= v_lo and e.xid < v_hi
  group by 1, 2, 3
  on conflict (account_id, branch_id, ym) do update
    set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit;

  insert into cash_days as b (branch_id, currency, on_date, kind, inflow, outflow)
  select c.branch_id, c.currency, c.on_date, c.kind, c.inflow, c.outflow from cash_moved(v_lo, v_hi) c
  on conflict (branch_id, currency, on_date, kind) do update
    set inflow = b.inflow + excluded.inflow, outflow = b.outflow + excluded.outflow;

  update seal_state set upto = v_hi, seals = seals + v_blocks;
  return v_blocks;
end $$;

-- Recompute every block from the journal; the rows are what doesn't agree.
create or replace function ledger.seal_verify() returns table (branch_id smallint, seq bigint, why text)
language sql stable security definer set search_path = ledger, pg_temp as $$
  with s as (
    select s.*, lag(s.to_xid, 1, 0::bigint) over w as from_xid, lag(s.hash, 1, '\x00'::bytea) over w as prev_hash,
           lag(s.seq, 1, 0::bigint) over w as prev_seq
    from seals s window w as (partition by s.branch_id order by s.seq)),
  c as (
    select s.branch_id, s.seq, count(e.id) as n, sha256(string_agg(entry_digest(e), '' order by e.xid, e.id)) as h
    from s join entries e on e.branch_id = s.branch_id and e.xid >= s.from_xid and e.xid < s.to_xid group by 1, 2)
  select s.branch_id, s.seq,
         case when s.prev_seq <> s.seq - 1 then 'falta un bloque' when s.prev <> s.prev_hash then 'eslabón roto'
              when c.n is distinct from s.entries then 'faltan o sobran asientos' else 'contenido cambiado' end
  from s left join c using (branch_id, seq)
  where s.prev_seq <> s.seq - 1 or s.prev <> s.prev_hash or c.n is distinct from s.entries
     or s.hash is distinct from
        sha256(s.prev || int8send(s.seq) || int8send(s.to_xid) || int8send(c.n) || c.h)
  union all
  select e.branch_id, 0, 'asientos anteriores al último sello y fuera de él'
  from entries e
  left join (select m.branch_id, max(m.to_xid) as last from seals m group by 1) t using (branch_id)
  where e.xid < (select upto from seal_state) and e.xid >= coalesce(t.last, 0) group by 1
  union all
  select null, 0, 'faltan o sobran bloques' from seal_state st
  where st.seals <> (select count(*) from seals)
$$;

-- One hash over the last block of every branch: kept outside the database, it dates everything before it.
create or replace function ledger.seal_root() returns bytea language sql stable security definer
  set search_path = ledger, pg_temp as $$
  select sha256(coalesce(string_agg(int8send(t.branch_id) || int8send(t.seq) || t.hash, '' order by t.branch_id), ''))
  from (select distinct on (s.branch_id) s.branch_id, s.seq, s.hash from seals s order by s.branch_id, s.seq desc) t
$$;
