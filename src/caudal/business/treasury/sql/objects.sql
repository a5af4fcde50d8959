-- Every change of a box is written down.
create or replace trigger noted after update or delete on boxes for each row execute function note_changes();
