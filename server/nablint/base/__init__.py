"""Values that every room shares: text positions, sources, findings, budgets. Imports nothing of nablint."""
