-- What a loan had earned when the books stopped recognising more, kept while nothing else happens to it.

alter table loan_positions
  add column until_on date,
  add column until_earned bigint,
  add check ((until_on is null) = (until_earned is null));
comment on column loan_positions.until_on is 'Día desde el que los libros no reconocen más interés (más de 90 de mora), si ya pasó';
comment on column loan_positions.until_earned is 'Interés devengado ese día';
