-- What was expected of a month and is expected otherwise now is written down.
create or replace trigger noted after update or delete on budgets for each row execute function note_changes('set_at', 'act_id');
create or replace trigger noted after update or delete on manual_entries for each row execute function note_changes();
create or replace trigger noted after update or delete on year_closings for each row execute function note_changes();
create or replace trigger noted after update or delete on reopenings for each row execute function note_changes();
