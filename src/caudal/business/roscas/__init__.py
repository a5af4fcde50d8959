"""Sanes by turns: a group puts the same amount each round and each round one of its numbers takes the whole pot.

Owns roscas, their numbers, what happened to them and the pots handed over. Its quotas are debts of receivables, so
arrears, reminders and the counter need no second path. Posts deliveries, refunds and what the organiser puts forward;
money that comes in is posted by payments, with the lines that this room gives.
"""
