-- The list of loans is read from an index, not from the contracts: its state and its dates, what it is narrowed by and what
-- it adds up. Whose contract tolerates something, and those with a purpose written, are few and found by themselves.
drop index loans_live;
create index loans_listed on loans (status, oldest_due_on)
  include (branch_id, currency, principal, outstanding, number, product_id, late_when_renewed, paid_count, id);
create index loans_tolerant on loans (oldest_due_on)
  where status = 'active' and cast(contract ->> 'tolerance' as bigint) > 0;
create index loans_said on loans (number) include (branch_id, purpose) where purpose <> '';
