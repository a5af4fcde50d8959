-- What changes of a san is written down; what happened to it stays as it was.
create or replace trigger noted after update or delete on roscas for each row execute function note_changes('version');
create or replace trigger noted after update or delete on rosca_numbers for each row execute function note_changes();
create or replace trigger noted after update or delete on rosca_deliveries for each row execute function note_changes();
create or replace trigger frozen before update or delete or truncate on rosca_events for each statement
  execute function refuse_change();
create or replace trigger frozen before update or delete or truncate on rosca_refunds for each statement
  execute function refuse_change();
