"""What a business has and owes: people, obligations, payments, boxes. Rooms by noun."""
