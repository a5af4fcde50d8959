"""What crosses rooms: the end of the day, reminders, imports, the schedule."""
