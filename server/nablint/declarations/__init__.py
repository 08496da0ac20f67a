"""What did the author state? Facts from formulas and prose, scopes, classified statements."""
