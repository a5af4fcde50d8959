"""What is decided about what is owed to suppliers. Pure."""
