-- Every change of a booking is written down; what was agreed before stays.
create or replace trigger noted after update or delete on bookings for each row execute function note_changes('version');
create or replace trigger frozen before update or delete or truncate on booking_changes for each statement
  execute function refuse_change();
