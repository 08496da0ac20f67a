"""Why an expression on a command line has no derivative, in words that say what to write instead."""

from __future__ import annotations

import re

from nablint.calculus.declared import AssumingScalars, Declared
from nablint.calculus.derivatives import NOT_WRITTEN_IN
from nablint.calculus.unclear import Unclear
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import Big, Blank, Call, Group, Label, Node, Opaque, Prime, Product, Sub, Symbol, walk
from nablint.parse.render import render_unicode

_WORD = re.compile(r"(?<![\\A-Za-z])(?P<word>[A-Za-z]{2,})\s*\(")
_MOST = 6  # names that one message lists


def unreadable(expression: str, node: Node) -> str | None:
    """What cannot be read, or is not there."""
    if not expression.strip():
        return "there is nothing to derive; expected an expression such as 'x^T A x'"
    bad = next((n for n in walk(node) if isinstance(n, Opaque)), None)
    if bad is not None:
        return f"cannot read '{bad.text}': {bad.why}"
    if any(isinstance(n, Blank) for n in walk(node)):
        return f"cannot read '{expression}': an operand is missing"
    return None


def refusal(expression: str, node: Node, by: list[Node], declared: Declared, unclear: Unclear) -> str:
    """What keeps the expression from being derived: the likeliest slip first, else what the calculus says."""
    primed = next((n for n in walk(node) if isinstance(n, Prime)), None)
    key = key_of(primed) if primed is not None else None
    if primed is not None and (key is None or declared.shape(key) is None):
        base = render_unicode(primed.base)
        return f"{render_unicode(primed)} is read as the derivative of a function {base}; a transpose is written {base}^T"
    function = _unknown_function(expression, node)
    if function:
        return f"{function!r} is no function that is known here"
    if unclear.why == NOT_WRITTEN_IN:
        names = ", ".join(render_unicode(n) for n in by if not _stands_in(n, node))
        return f"{names} stands neither in the expression nor in what it is defined by, and is not declared"
    missing = undeclared(node, declared)
    if missing and not unclear.misfit:
        said = "say it with --let, such as --let 'x: n; A: m × n'" if isinstance(declared, AssumingScalars) else "say it there"
        where = "" if isinstance(declared, AssumingScalars) else " in the note"
        return f"{', '.join(missing[:_MOST])} {'is' if len(missing) == 1 else 'are'} not declared{where}; {said}"
    why = f"the shapes do not fit ({unclear.why})" if unclear.misfit else unclear.why
    return f"cannot derive '{expression}': {why}{' is not known' if why.startswith('the function') else ''}"


def one_of_many(key: SymbolKey) -> str:
    """What to write for x_i in a sum over i, which is another vector at each i."""
    name, whole = f"{key.name.letter}_{key.sub}", key.name.letter.upper()
    return (
        f"{name} is another one for each {key.sub} of the sum, which is not followed; declare all of them together: "
        f"the entries of a vector, or the rows of a matrix, written {whole}_{{{key.sub},:}}"
    )


def undeclared(node: Node, declared: Declared) -> list[str]:
    """Symbols of which nobody said a shape, those too that are taken for scalars; e and π need none."""
    known = declared.shape, declared.definition
    named = [(n, key) for n, key in _symbols(node) if n not in ("e", "π")]
    return [n for n, key in named if declared.is_assumed(key) or not any(ask(key) for ask in known)]


def assumed(node: Node, declared: Declared) -> list[str]:
    """Symbols that are taken for scalars, since nobody said what they are; not what counts, nor a σ that is applied."""
    counting = {name for part in walk(node) if isinstance(part, Big) and part.lower for name, _ in _symbols(part.lower)}
    applied = {
        render_unicode(part.factors[k])
        for part in walk(node)
        if isinstance(part, Product)
        for k in range(len(part.factors) - 1)
        if isinstance(part.factors[k + 1], Group) and render_unicode(part.factors[k]) in "σφ"
    }
    return [name for name, key in _symbols(node) if declared.is_assumed(key) and name not in counting | applied]


def _symbols(node: Node) -> list[tuple[str, SymbolKey]]:
    """Each symbol once, without the parts of its name."""
    inner = {id(n.base) for n in walk(node) if isinstance(n, Sub | Label | Prime)}
    inner |= {id(part) for n in walk(node) if isinstance(n, Sub) for part in walk(n.index)}
    named = {render_unicode(n): key_of(n) for n in walk(node) if isinstance(n, Symbol | Sub) and id(n) not in inner}
    return [(name, key) for name, key in named.items() if key is not None and name[0].isalpha()]


def _unknown_function(expression: str, node: Node) -> str | None:
    """A word before a bracket that was read as letters."""
    called = {n.function for n in walk(node) if isinstance(n, Call)}
    words = (m["word"] for m in _WORD.finditer(expression))
    letters = {n.name.letter for n in walk(node) if isinstance(n, Symbol)}
    return next((w for w in words if w not in called and (set(w) <= letters or w in letters)), None)


def _stands_in(variable: Node, node: Node) -> bool:
    wanted = key_of(variable)
    return wanted is None or any(key_of(n) == wanted for n in walk(node) if isinstance(n, Symbol | Sub | Label))
