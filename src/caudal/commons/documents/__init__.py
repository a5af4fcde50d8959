"""Papers that leave the house: receipts, workbooks, plain files and printed reports.

Owns how they look; knows no table and asks nothing: every value arrives in a frozen record. Posts nothing,
calls nobody. The same record gives the same bytes.

- ``receipts.receipt`` a payment receipt, half a letter page or an 80 mm ticket (PDF).
- ``sheets`` the one shape of a table; ``excel.workbook``, ``delimited.csv_text`` and ``reports.report_pdf``
  are three renderers of it, so that they cannot disagree.
- ``amounts.in_words`` a sum of money in words, as each country writes it on a receipt.
- ``typesetting`` the only door to the typesetter: no network, no fonts of the machine, data never as code.
"""
