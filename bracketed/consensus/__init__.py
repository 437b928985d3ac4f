"""What is in the way of agreement."""
