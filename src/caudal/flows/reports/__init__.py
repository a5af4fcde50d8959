"""Reports that go out by themselves: the daily one of each branch and the weekly one of all, to the letter.

Owns when each goes out, to whom and by what means, and every time it did. It reads the figures of the house, defined
once in ``flows/figures``, and the alerts that are open; it posts nothing.

- ``rules`` the texts and when they are due (pure); ``reading`` the figures they are made of.
- ``commands`` schedules and sending; ``queries`` schedules with what became of them; ``routine`` their hours.
"""
