-- The company of the demonstration, its branches and its people.
with company as (
  insert into companies (name, country, chart, demo) values (:company, 'MX', 'mx', true) returning id
), placed as (
  insert into branches (id, company_id, name, country, currency, time_zone) overriding system value
  select b.id, c.id, b.name, b.country, b.currency, b.zone from company c,
    unnest(cast(:names as text[]), cast(:countries as text[]), cast(:currencies as text[]), cast(:zones as text[]))
      with ordinality b (name, country, currency, zone, id)
  returning id
), opened as (
  insert into branch_days (branch_id, opened_on)
  select p.id, o.day from placed p join unnest(cast(:opened as date[])) with ordinality o (day, id) on o.id = p.id
), people as (
  insert into users (username, name, role, password_hash, home_branch, email, phone, demo)
  select u.username, u.name, u.role, :hash, u.home, u.username || '@caudal.example',
         '+5299812345' || lpad((row_number() over ())::text, 2, '0'), true
  from unnest(cast(:usernames as text[]), cast(:roles as text[]), cast(:people as text[]), cast(:homes as smallint[]))
    u (username, role, name, home)
  returning id, username
), numbered as (
  select count(nextval(pg_get_serial_sequence('branches', 'id'))) from placed
)
insert into user_branches (user_id, branch_id)
select p.id, w.branch from people p
join unnest(cast(:who as text[]), cast(:where as smallint[])) w (username, branch) on w.username = p.username, numbered
