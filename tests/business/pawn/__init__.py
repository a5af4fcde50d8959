"""Pawn, rule by rule."""
