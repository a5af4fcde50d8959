"""The demonstration: a company with five branches, ten people and the documents' own examples."""
