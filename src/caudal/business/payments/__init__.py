"""Payments: what came in, from whom, to which debts it went, and its reversal. A wrong one is never deleted."""
