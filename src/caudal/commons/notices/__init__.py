"""Notices to the people of the house: an alert, a report, by e-mail, SMS or WhatsApp, and what became of each.

Owns what was said, to whom and how it went, and whether each provider answers. They go to users, not to debtors: the
law of contact does not apply, but the hours of rest of the rule do. Where a channel isn't configured the notice is kept
in sight, saying that nothing was sent. Posts nothing to the ledger.

- ``commands`` write a notice down once, change one's own address; ``queries`` what a screen reads.
- ``sending`` claim, send, record; ``channels`` the providers; ``callbacks`` what the SMS provider tells afterwards.
"""
