"""The HTTP door: one file per room, each only translating.

``door`` opens acts, ``refusing`` says no, ``frame`` goes around every request, ``app`` joins them.

Knows HTTP so that nothing below has to. Owns no table and no rule.
"""
