-- The reversal of a payment is written down.
create or replace trigger noted after update or delete on payments for each row execute function note_changes();
