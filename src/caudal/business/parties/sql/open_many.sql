-- Write many parties; ids come back in the order given.
with asked as (
  select *, next_number('client_numbers') as number, uuidv7() as id
  from unnest(cast(:branch_id as smallint[]), cast(:name as text[]), cast(:doc_kind as text[]),
              cast(:doc_number as text[]), cast(:doc_country as text[]), cast(:doc_key as text[]),
              cast(:phones as text[]), cast(:email as text[]), cast(:address as text[]), cast(:zone as text[]),
              cast(:notes as text[]), cast(:origin as text[]), cast(:batch_id as uuid[]),
              cast(:created_at as timestamptz[]), cast(:created_by as int[]), cast(:version as int[]))
       with ordinality as t (branch_id, name, doc_kind, doc_number, doc_country, doc_key, phones, email, address,
                             zone, notes, origin, batch_id, created_at, created_by, version, position)
), written as (
  insert into parties (id, number, branch_id, name, doc_kind, doc_number, doc_country, doc_key, phones, email, address,
                       zone, notes, origin, batch_id, created_at, created_by, version)
  select id, number, branch_id, name, doc_kind, doc_number, doc_country, doc_key, phones::text[], email, address,
         zone, notes, origin, batch_id, created_at, created_by, version
  from asked order by position
)
select id from asked order by position
