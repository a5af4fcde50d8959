"""Alerts: what the house warns of, what became of each warning, and the rules that say when, to whom and how.

Owns the rules as each branch keeps them, the alerts with their life, and whom each one concerns. It knows no
business: what causes an alert is looked for by the flows, which bring it here as a cause with a key. Posts nothing
to the ledger and sends nothing: telling people is the desk of notices.

- ``rules`` the catalogue with the document's six, thresholds, quiet hours and states (pure).
- ``commands`` keep a rule, take in what was found, see, assign, resolve, dismiss; ``queries`` what a screen reads.
"""
