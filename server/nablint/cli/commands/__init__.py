"""One module per command; each has `run(arguments) -> int` and imports what it needs when it runs."""
