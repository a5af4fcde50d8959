-- How many times the close of a day was begun: the first time there is nothing of it to write over.
alter table day_closings add column attempts int not null default 1 check (attempts > 0);
comment on column day_closings.attempts is 'Veces que se empezó el cierre de ese día';
