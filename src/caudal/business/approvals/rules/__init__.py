"""What approvals decides: kinds and duties, what is signed, and whether somebody may sign it."""
