"""What a san is, without a database: dates of its rounds, fee, turns, positions and implied rates. Pure."""
