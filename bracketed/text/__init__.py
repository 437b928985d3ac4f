"""A text becomes a draft of option trees."""
