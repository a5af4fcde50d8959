-- An instalment that takes the place of another is owed from the day it did, even if it had already fallen due.

alter table receivables drop constraint receivables_check;
alter table receivables add constraint receivables_dates check (kind <> 'plain' or due_on >= issued_on);
