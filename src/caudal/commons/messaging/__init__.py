"""Messages to clients: what may be said, to whom, when, through which channel, and what became of it.

Owns templates, consents, opt-outs, messages, provider events and replies. Knows no business room: a person
is a party id with an address, a country and a time zone given by the caller; a debt is an id. Posts nothing
to the ledger.

- ``rules`` the contact-law gate (pure) over the dated data of ``law/``; ``templates`` the texts (pure).
- ``commands`` queue, consent, opt out, cancel, retry; ``queries`` what a screen reads.
- ``sending`` claim, send, record; ``webhooks`` what the provider tells; ``channels`` the providers.
"""
