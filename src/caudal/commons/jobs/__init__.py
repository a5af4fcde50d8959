"""Work for later: a queue inside the database, so that a job exists exactly when the act that asked for it does.

Owns the jobs (``queue``, the only file that knows the library) and the runs people watch (``runs``). Posts
nothing. Everything here may be killed at any instant: a job is taken up again and must not mind.
"""
