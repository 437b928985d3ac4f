"""From an annotated text to a draft, step by step."""
