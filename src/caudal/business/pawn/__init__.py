"""Pawn: tickets, the articles that back them, their custody, and what is sold when nobody comes back.

It owns tickets, articles and lots; posts loans, adjudications and sales; opens its debts in receivables.
"""
