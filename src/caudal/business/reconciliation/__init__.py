"""Reconciliation: what the bank says against what the books say, line by line and day by day.

Owns bank statements and their lines, the movements of bank accounts (kept by the journal itself), what explains what,
rules, aliases of payers and the reconciliation of each day. Posts bank fees, their taxes, interest and deposits nobody
has claimed; calls payments to take those somebody did. What two people or two programs could decide at once about an
account is decided under its lock.
"""
