-- Write the lines of the statement :statement, one array per column; those that are there already stay as they are.
-- Returns how many were new.
with fresh as (
  insert into bank_lines (branch_id, box_id, statement_id, position, on_date, amount, open, told, reference, payer,
                          external_id, text_hash, ordinal, words, nature, payer_key)
  select cast(:branch as smallint), cast(:box as int), cast(:statement as uuid), u.position, u.on_date, u.amount, u.amount,
         left(u.told, 400), nullif(left(u.reference, 80), ''), nullif(left(u.payer, 120), ''),
         nullif(left(u.external_id, 120), ''), u.text_hash, u.ordinal, string_to_array(u.words, ' '), u.nature, u.payer_key
  from unnest(cast(:positions as int[]), cast(:days as date[]), cast(:amounts as bigint[]), cast(:told as text[]),
    cast(:references as text[]), cast(:payers as text[]), cast(:numbers as text[]), cast(:hashes as bytea[]),
    cast(:ordinals as smallint[]), cast(:words as text[]), cast(:natures as text[]), cast(:keys as bytea[]))
    u (position, on_date, amount, told, reference, payer, external_id, text_hash, ordinal, words, nature, payer_key)
  on conflict do nothing returning 1)
select count(*) as fresh from fresh
