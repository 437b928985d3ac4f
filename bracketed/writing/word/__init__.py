"""Settled texts and comments in Word documents."""
