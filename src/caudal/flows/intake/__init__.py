"""Files that come in: clients and debts from CSV or a spreadsheet, all of them or none.

Owns the table ``imports`` (the file as it came, what was decided about it, what became of it). Calls parties
and receivables, which post what each debt is worth; posts nothing by itself.

- ``rules`` reading a file, guessing its columns and formats, checking every cell (pure, no database).
- ``resolving`` the same file against what the house already knows; ``entering`` turns it into clients and debts.
- ``commands`` open, run, undo; ``queries`` what a screen reads, and the dry run; ``workbooks`` the files
  that go back to the person.
"""
