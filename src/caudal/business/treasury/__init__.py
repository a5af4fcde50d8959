"""Treasury: the tills, bank accounts and documents to deposit where money of each branch comes in."""
