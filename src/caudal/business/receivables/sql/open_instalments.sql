-- Write the instalments of some contracts.
insert into receivables (id, number, branch_id, party_id, concept, currency, amount, issued_on, due_on, kind, owner_id, turn,
                         origin, mode, created_at, created_by, act_id)
select r.*, 'sale', :at, :actor, :act
from unnest(cast(:ids as uuid[]), cast(:numbers as bigint[]), cast(:branches as smallint[]), cast(:parties as uuid[]),
            cast(:concepts as text[]), cast(:currencies as text[]), cast(:amounts as bigint[]), cast(:issued as date[]),
            cast(:due as date[]), cast(:kinds as text[]), cast(:owners as uuid[]), cast(:turns as smallint[]),
            cast(:origins as text[])) r
