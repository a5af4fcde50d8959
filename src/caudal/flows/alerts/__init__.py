"""Alerts, where the rooms meet: what causes each, who is told, and when the house looks.

- ``census`` what a rule finds in a branch now; ``rehearsal`` what it would have found in the last thirty days.
- ``rounds`` looking, at once, every morning and every Monday; ``listening`` what makes it look at once.
- ``telling`` whom an alert concerns and how they are told; ``routine`` the hours of alerts and reports.
"""
