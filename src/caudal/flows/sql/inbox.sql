-- Everything that waits for a second hand in the branches of the act, whichever room it is of: what :actor may decide
-- comes first, then the oldest. Null filters don't filter; (:after, :at, :after_source, :after_id) is where to read on.
-- `totals` is of everything chosen, the same in each row; without any, one row of it alone.
with hands as (
  select cast(:role as text) as role, cast(:actor as int) as person, null::smallint[] as branches
  union all
  select d.role, d.from_user, array(select b.branch_id from user_branches b where b.user_id = d.from_user)
  from approval_delegations d join users u on u.id = d.from_user and u.role = d.role and u.active
  where d.to_user = :actor and :on between d.from_on and d.to_on and d.ended_at is null
), lately as (
  select h.person, g.* from hands h cross join lateral authorised_lately(h.person, :on) g
), found as (
  select 'approvals' as source, r.id::text as id, r.kind, r.subject_id::text as subject, r.folio, null as series,
    null::bigint as number, r.summary, r.party_id, r.branch_id, r.currency, r.amount, r.asked_by, r.asked_at,
    r.reason, null::int as round, cast(:authorises as boolean) as held,
    case when r.asked_by = :actor then 'own'
         when not exists (select from hands h
           join approval_duties d on d.kind = r.kind and d.role = h.role and d.duty = 'authorise'
           left join lately g on g.person = h.person and g.kind = r.kind and g.party_id = r.party_id
             and g.currency = r.currency
           where h.person <> r.asked_by and (h.branches is null or r.branch_id = any (h.branches))
             and coalesce(r.amount + coalesce(g.amount, 0) <= (select l.amount from approval_limits l where l.kind = r.kind and l.role = h.role
               and l.currency = r.currency and l.from_on <= :on order by l.from_on desc, l.id desc limit 1), true))
         then 'limit' end as barred,
    null::numeric as ceiling, null::text[] as able, 0::bigint as given
  from approval_requests r
  where not exists (select from approval_verdicts v where v.request_id = r.id)
  union all
  select 'loans', l.id::text, 'loan', l.id::text, null, 'LN', l.number, p.name, l.party_id, l.branch_id, l.currency,
    l.principal, l.applied_by, l.applied_at, l.purpose, null, :approves_loans,
    case when l.applied_by = :actor then 'own' when l.principal <= c.ceiling then null else 'limit' end, c.ceiling,
    c.able, 0
  from loans l join loan_products p on p.id = l.product_id
  cross join lateral (
    select max(x.most) filter (where x.role = :role) as ceiling,
      coalesce(array_agg(x.role) filter (where l.principal <= x.most), '{}') as able
    from (select e.key as role, (e.value ->> 'amount')::numeric
            * power(10, (cast(:exponents as jsonb) ->> l.currency)::int) as most
          from jsonb_each(p.definition -> 'limits') e) x) c
  where l.status = 'applied' and :reads_loans
  union all
  select 'loan_requests', f.id::text, f.kind, f.loan_id::text, null, 'LN', l.number, f.reason, l.party_id, f.branch_id,
    f.currency, a.about, f.asked_by, f.asked_at, f.reason, null, :manages_loans,
    case when f.asked_by = :actor then 'own' when a.about + g.given <= c.ceiling or a.about is null then null
         else 'limit' end,
    c.ceiling, c.able, g.given
  from loan_requests f join loans l on l.id = f.loan_id join loan_products p on p.id = l.product_id
  cross join lateral (
    select case when f.kind = 'overcharge' then 0 else forgiven_lately(l.id, :actor, :on) end as given) g
  cross join lateral (
    select coalesce(f.amount, case when f.kind = 'write_off' then l.outstanding end, f.estimate) as about) a
  cross join lateral (
    select max(x.most) filter (where x.role = :role) as ceiling,
      coalesce(array_agg(x.role) filter (where coalesce(a.about, 0) <= x.most), '{}') as able
    from (select e.key as role, (e.value ->> 'amount')::numeric
            * power(10, (cast(:exponents as jsonb) ->> f.currency)::int) as most
          from jsonb_each(p.definition -> 'limits') e) x) c
  where f.status = 'pending' and :reads_loans
  union all
  select 'tills', d.shift_id::text, case when d.amount > 0 then 'till_over' else 'till_short' end, d.shift_id::text, null,
    'T', s.number, b.name, null, d.branch_id, s.currency, abs(d.amount), d.asked_by, d.asked_at, d.reason, null,
    :approves_tills, case when :actor in (d.asked_by, s.opened_by, c.counted_by) then 'hands' end, null, null, 0
  from till_differences d join till_shifts s on s.id = d.shift_id join boxes b on b.id = s.box_id
  join till_counts c on c.id = d.count_id
  where d.state = 'waiting' and (:reads_tills or :actor in (d.asked_by, s.opened_by))
  union all
  select 'roscas', r.id::text, 'rosca_round', r.id::text, null, 'SAN', r.number, r.name, t.party_id, r.branch_id,
    r.currency, r.contribution * r.places, null, q.due_on::timestamp at time zone 'UTC', '', n.round,
    :authorises_sanes, null, null, null, 0
  from roscas r
  cross join lateral (select count(*)::int + 1 as round from rosca_deliveries d
                      where d.rosca_id = r.id and d.reversed_at is null) n
  join rosca_numbers t on t.rosca_id = r.id and t.turn = n.round
  cross join lateral (select min(x.due_on) as due_on from rosca_numbers y
                      join receivables x on x.owner_id = y.id and x.kind = 'rosca' and x.turn = n.round
                        and x.cancelled_on is null
                      where y.rosca_id = r.id) q
  where r.status = 'active' and q.due_on <= :on and :reads_sanes
    and not exists (select from rosca_events e where e.rosca_id = r.id and e.kind = 'authorised'
      and (e.body ->> 'round')::int = n.round and e.id > coalesce((select max(c.id) from rosca_events c
        where c.rosca_id = r.id and c.kind in ('swapped', 'postponed', 'replaced', 'returned')), 0))
), waiting as (
  select f.*, f.held and f.barred is null as mine from found f
), chosen as (
  select w.*, not w.mine as later from waiting w
  where (cast(:kinds as text[]) is null or w.kind = any (:kinds))
    and (cast(:branch as smallint) is null or w.branch_id = :branch)
    and (not :only_mine or w.mine)
    and (cast(:asked_by as int) is null or w.asked_by = :asked_by)
), sums as (
  select coalesce(jsonb_agg(to_jsonb(c) order by c.currency), '[]') as totals from (
    select currency, count(*) as count, coalesce(sum(amount), 0) as amount, count(*) filter (where mine) as mine,
      coalesce(sum(amount) filter (where mine), 0) as mine_amount
    from chosen group by currency) c
)
select s.totals, c.*, p.name as party
from sums s
left join (
  select * from chosen c
  where cast(:after as boolean) is null
    or (c.later, c.asked_at, c.source, c.id) > (:after, cast(:at as timestamptz), :after_source, :after_id)
  order by c.later, c.asked_at, c.source, c.id
  limit :limit) c on true
left join parties p on p.id = c.party_id
order by c.later, c.asked_at, c.source, c.id
