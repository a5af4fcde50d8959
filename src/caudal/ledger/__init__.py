"""The journal: every peso is a line of an entry that sums to zero in its branch and its currency.

Owns accounts, entries, periods, guarded balances, snapshots and seals (schema ``ledger``). Posts nothing by
itself: rooms above call :func:`caudal.ledger.commands.post`. PostgreSQL enforces what must never fail
(``sql/*.sql``): entries balance and never change, a key is used once, closed months stay closed, tills never
go below their floor.
"""
