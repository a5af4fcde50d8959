"""Every table of words and formats a person reads."""
