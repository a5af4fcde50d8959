"""Payables: suppliers with their contracts and accounts, what is owed to them, their invoices, and how it is paid.

A service done is owed at the price of its contract (cost against PAYABLES); the invoice that says otherwise can't be
paid. Paying takes two people of ``approvals``: who authorises signs what is paid, and another one executes it.
"""
