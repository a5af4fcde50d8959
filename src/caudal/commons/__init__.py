"""Services every room uses: who may, what was done, what waits, what is said, what is printed."""
