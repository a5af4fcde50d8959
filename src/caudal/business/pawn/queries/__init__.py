"""Reading pawn: its tables of prices and lending, tickets, custody and lots."""
