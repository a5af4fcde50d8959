"""Parties: the people and companies that owe or are owed, each with one document and its telephones."""
