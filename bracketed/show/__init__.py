"""The same answers for people: tables and pictures."""
