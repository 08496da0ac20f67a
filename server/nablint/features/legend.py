"""Words that a client is told once: the types of tokens and the kinds of actions. Loads nothing."""

from __future__ import annotations

TYPES = ("scalar", "vector", "matrix", "tensor", "function", "index", "derivative", "symbol")
MODIFIERS = ("declaration", "undeclared")

QUICK_FIX = "quickfix"
DECLARE = "quickfix.nablint.declare"
SUPPRESS = "quickfix.nablint.suppress"
FIX_ALL = "source.fixAll.nablint"
REWRITE = "refactor.rewrite.nablint"
DERIVATIVE = f"{REWRITE}.derivative"
EXPAND = f"{REWRITE}.expand"
MARKS = f"{REWRITE}.marks"
LAYOUT = f"{REWRITE}.layout"
FORM = f"{REWRITE}.form"
ARRANGE = f"{REWRITE}.arrange"
COPY = "refactor.nablint.copy"
KINDS = (QUICK_FIX, DECLARE, SUPPRESS, FIX_ALL, REWRITE, DERIVATIVE, EXPAND, MARKS, LAYOUT, FORM, ARRANGE, COPY)

# What a client does that offers it: puts the one argument, a text, on the clipboard.
COPY_TEXT = "nablint.copyText"
# Asks `nablint/places` with the one argument, lets its user choose one, and goes there.
SHOW_PLACES = "nablint.showPlaces"
# Asks its user for a reason, then `nablint/ignore` with the one argument and that reason, and makes the edit.
IGNORE = "nablint.ignore"
