"""Bookings: services sold for a day. Each creates what is owed of it; it is income from the day it is given."""
