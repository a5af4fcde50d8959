-- Corrections of what a thing is are written down; its valuations and policies stay as they were.
create or replace trigger noted after update or delete on collaterals for each row execute function note_changes('version');
create or replace trigger frozen before update or delete or truncate on collateral_valuations for each statement
  execute function refuse_change();
create or replace trigger frozen before update or delete or truncate on collateral_policies for each statement
  execute function refuse_change();
