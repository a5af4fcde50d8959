"""Receivables: what somebody owes on a date, whatever product it comes from. Arrears are derived, never kept."""
