"""Spans of dates that statements are compared over. Pure."""

from calendar import monthrange
from datetime import date, timedelta


def previous(since: date, until: date) -> tuple[date, date] | None:
    """The span just before, as long: as many whole months when it is of whole months, else as many days.

    >>> previous(date(2026, 3, 1), date(2026, 4, 30))
    (datetime.date(2026, 1, 1), datetime.date(2026, 2, 28))
    >>> previous(date(2026, 3, 10), date(2026, 3, 16))
    (datetime.date(2026, 3, 3), datetime.date(2026, 3, 9))
    """
    if since <= date.min + timedelta(days=(until - since).days + 1):
        return None
    last = since - timedelta(days=1)
    if since.day != 1 or until != month_end(until):
        return last - (until - since), last
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    place = since.year * 12 + since.month - 1 - months
    return (date(place // 12, place % 12 + 1, 1), last) if place >= 12 else None


def month_end(day: date) -> date:
    """The last day of its month.

    >>> month_end(date(2028, 2, 3))
    datetime.date(2028, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def last_complete_month(today: date) -> tuple[date, date]:
    """The month before the one of `today`, whole: half a month without its rent misleads.

    >>> last_complete_month(date(2026, 1, 15))
    (datetime.date(2025, 12, 1), datetime.date(2025, 12, 31))
    """
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
