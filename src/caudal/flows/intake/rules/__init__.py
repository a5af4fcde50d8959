"""What is decided about a file before any database is asked: read, guess, parse, relate. Pure."""
