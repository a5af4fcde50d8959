"""Acts: who did what, when, from where and why; the keys that make a repetition harmless; word left for others."""
