-- What changes in pawn is written down; what happened stays.
create or replace trigger noted after update or delete on pawn_plans for each row execute function note_changes();
create or replace trigger noted after update or delete on pawn_locations for each row execute function note_changes();
create or replace trigger noted after update or delete on pawn_items for each row execute function note_changes();
create or replace trigger noted after update or delete on pawn_moves for each row execute function note_changes();
create or replace trigger noted after update or delete on pawn_move_items for each row execute function note_changes();
create or replace trigger noted after update or delete on pawn_lots for each row execute function note_changes('version');
create or replace trigger noted after update or delete on pawn_tickets for each row
  execute function note_changes('version', 'base_periods', 'interest_before', 'storage_before', 'interest_each', 'storage_each',
                        'tax_before', 'tax_each');

do $$
declare t text;
begin
  foreach t in array array['pawn_prices', 'pawn_ltv', 'pawn_photos', 'pawn_events', 'pawn_parts', 'pawn_accruals', 'pawn_counts'] loop
    execute format('create or replace trigger frozen before update or delete or truncate on %I for each statement'
                   ' execute function refuse_change()', t);
  end loop;
end $$;

-- Periods of a ticket begun by a day: the first one begins with a new ticket, and the day after what a refrendo paid.
-- One expression, so that it is part of whatever asks for it over a million rows.
create or replace function pawn_months(starts_on date, on_day date) returns int language sql immutable parallel safe as $$
  select (extract(year from on_day)::int - extract(year from starts_on)::int) * 12
         + extract(month from on_day)::int - extract(month from starts_on)::int
$$;
create or replace function pawn_periods(period text, starts_on date, fresh boolean, on_day date) returns int
  language sql immutable parallel safe as $$
  select case
    when on_day <= starts_on then case when fresh and on_day = starts_on then 1 else 0 end
    when period = 'week' then (on_day - starts_on + 6) / 7
    when (starts_on + make_interval(months => pawn_months(starts_on, on_day)))::date < on_day
      then pawn_months(starts_on, on_day) + 1
    else pawn_months(starts_on, on_day)
  end
$$;
