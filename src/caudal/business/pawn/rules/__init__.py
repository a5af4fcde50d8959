"""What a ticket owes on any date, what it may lend, in what state it is. Pure."""
