"""The accountant's room: statements, budgets, entries by hand and the close of months and years.

It owns budgets, entries proposed by hand and what was closed; the journal is the ledger's. Calls approvals and ledger.
"""
