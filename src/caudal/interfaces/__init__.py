"""Doors: thin, and the only code that knows HTTP, screens or terminals."""
