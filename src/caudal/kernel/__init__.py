"""Ground floor: exact money, dates, the clock, the database. Knows no business and no tables."""
