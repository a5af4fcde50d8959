"""Loans: what was agreed, what it costs and what is owed on any date. Computed, never accrued into rows."""
