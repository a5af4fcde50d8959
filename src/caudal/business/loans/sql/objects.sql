-- Changes of loans and products are written down.
create or replace trigger noted after update or delete on loans for each row
  execute function note_changes('version', 'outstanding', 'interest_total', 'advance', 'oldest_due_on', 'contract', 'booked', 'paid_count');
create or replace trigger noted after update or delete on loan_products for each row
  execute function note_changes('definition');
create or replace trigger noted after update or delete on loan_installments for each row execute function note_changes();
create or replace trigger noted after update or delete on loan_events for each row execute function note_changes();
create or replace trigger frozen before update or delete or truncate on loan_parts for each statement
  execute function refuse_change();
create or replace trigger noted after update or delete on loan_liens for each row execute function note_changes('version');
create or replace trigger noted after update or delete on loan_sureties for each row execute function note_changes('version');
create or replace trigger noted after update or delete on loan_remittances for each row execute function note_changes('version');
create or replace trigger noted after update or delete on loan_requests for each row execute function note_changes();
