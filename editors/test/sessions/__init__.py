"""Sessions of real editors in a terminal, each with what must be seen in it."""
