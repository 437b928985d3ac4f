"""Answers back into documents: clean texts, tracked changes, and comments."""
