-- How many parties match what somebody typed.
select count(*) from parties p
where (cast(:branch as smallint) is null or p.branch_id = :branch)
  and (cast(:batch as uuid) is null or p.batch_id = :batch)
  and (cast(:only as uuid[]) is null or p.id = any(:only))
  and (cast(:words as text[]) is null
       or spanish_key(p.name) like all (
         (select array_agg(spanish_key(w)) from unnest(cast(:words as text[])) w)::text[])
       or (cast(:digits as text) is not null
           and (p.doc_number like :digits or array_to_string(p.phones, ' ') like :digits))
       or upper(p.doc_number) like upper(array_to_string(cast(:words as text[]), ''))
       or p.number = cast(:number as bigint))
