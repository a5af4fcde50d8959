"""Things that back what is owed: what they are, what they are worth, who insures them."""
