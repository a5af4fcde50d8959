-- Write many debts.
insert into receivables (id, number, branch_id, party_id, concept, currency, amount, issued_on, due_on, external_ref,
                         entry_id, mode, origin, batch_id, created_at, created_by, act_id)
select r.*, :mode, :origin, cast(:batch as uuid), :at, :actor, :act
from unnest(cast(:ids as uuid[]), cast(:numbers as bigint[]), cast(:branches as smallint[]), cast(:parties as uuid[]),
            cast(:concepts as text[]), cast(:currencies as text[]), cast(:amounts as bigint[]), cast(:issued as date[]),
            cast(:due as date[]), cast(:refs as text[]), cast(:entries as bigint[])) r
