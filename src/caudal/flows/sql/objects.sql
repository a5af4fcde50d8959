-- The programme of a new house, and the book of its changes.
insert into reminder_steps (offset_days, template) values
  (-3, 'recordatorio_previo'), (0, 'vence_hoy'), (1, 'mora_1'), (3, 'mora_1'), (8, 'mora_2'), (16, 'mora_3'),
  (31, 'mora_4'), (60, 'mora_4'), (90, 'mora_4')
on conflict do nothing;
create or replace trigger noted after update or delete on reminder_steps for each row execute function note_changes();
