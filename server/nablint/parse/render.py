"""Trees back to text: LaTeX that reads as the same tree, and Unicode for messages and terminals."""

from nablint.parse.latex_text import LatexStyle, render_latex
from nablint.parse.unicode_rows import render_rows
from nablint.parse.unicode_text import render_unicode

__all__ = ["LatexStyle", "render_latex", "render_rows", "render_unicode"]
