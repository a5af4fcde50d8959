-- Parties by id.
select * from parties where id = any(cast(:ids as uuid[]))
