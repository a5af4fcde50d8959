-- How many of these lines (one array per column) the account :box has already.
select count(*) from unnest(cast(:days as date[]), cast(:amounts as bigint[]), cast(:hashes as bytea[]),
  cast(:ordinals as smallint[]), cast(:numbers as text[])) u (on_date, amount, text_hash, ordinal, number)
where exists (select from bank_lines l where l.box_id = :box and not l.withdrawn and case when u.number <> ''
  then l.external_id = u.number
  else l.external_id is null and l.on_date = u.on_date and l.amount = u.amount and l.text_hash = u.text_hash
    and l.ordinal = u.ordinal end)
