-- Sanes by folio, the newest first, by what was typed, their state, their branch or somebody who is in them.
select r.* from roscas r
where (cast(:after as bigint) is null or r.number < :after)
  and (cast(:status as text) is null or r.status = any(string_to_array(:status, ',')))
  and (cast(:branch as smallint) is null or r.branch_id = :branch)
  and (cast(:typed as text) is null or r.name ilike :typed or 'SAN-' || lpad(r.number::text, 4, '0') ilike :typed)
  and (cast(:client as uuid) is null or r.organiser_id = :client
       or exists (select 1 from rosca_numbers n where n.rosca_id = r.id and n.party_id = :client))
order by r.number desc
limit :limit
