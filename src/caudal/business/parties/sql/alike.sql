-- Other parties that look like :party, the likeliest first: a telephone of theirs, or their name without accents.
select p.id, p.number, p.name, p.phones && mine.phones as phone
from parties mine
join parties p on p.id <> mine.id and p.erased_at is null
  and (p.phones && mine.phones or spanish_key(p.name) = spanish_key(mine.name))
where mine.id = :party and mine.erased_at is null
order by phone desc, p.number
limit 3
