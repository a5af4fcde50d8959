"""What reconciliation decides: what a statement must be, who is alike, what adds up, how a day stands."""
