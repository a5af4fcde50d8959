"""The worker: takes jobs from the queue and, once a minute, asks the schedule what is due."""
