"""Which texts are possible, how many there are, and in what order."""
