"""nablint: checks the matrix calculus of Markdown and LaTeX notes."""

__version__ = "0.1.0"
