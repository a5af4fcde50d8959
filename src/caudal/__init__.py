"""Caudal: what people owe, what was paid, what it cost and what will happen next.

Floors, each importing only the ones below it::

    interfaces   api · cli · worker · console
    flows        end_of_day · reminders · intake · schedule · demo
    business     payments > receivables > treasury > parties
    ledger       every peso is a balanced entry
    commons      access | messaging | documents  >  acts  >  jobs
    kernel       money rates dates clock ids db sql problems pages settings formats
"""
