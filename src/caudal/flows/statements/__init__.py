"""Bank statements that come in as files: a sheet with its columns said once per bank, OFX, MT940 and camt.053.

Reads them and hands what they say to reconciliation, which owns them; posts nothing by itself.
"""
