"""Refunds: what the policy of the day of the sale gives back of a cancelled booking, by three pairs of hands."""
