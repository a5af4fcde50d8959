-- What was explained, with its parts, the latest first: of the account :box, or :ids; before :after_at, :after_id.
select m.id, m.box_id, m.branch_id, m.pass as how, m.score, m.reason, m.made, m.made_entry_id, m.payment_id, m.matched_at,
       m.matched_by, m.undone_at, m.undone_reason, b.currency,
       (select jsonb_agg(jsonb_build_object('line_id', p.line_id, 'entry_id', p.entry_id, 'entry_line', p.entry_line,
                                            'amount', p.amount) order by p.line_id, p.entry_id, p.entry_line)
        from bank_match_parts p where p.match_id = m.id) as parts
from bank_matches m join boxes b on b.id = m.box_id
where (cast(:box as int) is null or m.box_id = cast(:box as int))
  and (cast(:ids as uuid[]) is null or m.id = any(cast(:ids as uuid[])))
  and (cast(:after_id as uuid) is null or (m.matched_at, m.id) < (cast(:after_at as timestamptz), cast(:after_id as uuid)))
order by m.matched_at desc, m.id desc
limit :limit
