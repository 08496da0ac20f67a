"""Why an expression on a command line has no derivative, in words that say what to write instead."""

from __future__ import annotations

import re

from nablint.calculus.advice import CROSS_PRODUCT, PSEUDO_INVERSE, advice, is_definite, operator_advice
from nablint.calculus.declared import AssumingScalars, Declared
from nablint.calculus.derivatives import NOT_WRITTEN_IN
from nablint.calculus.functions import scalar_function
from nablint.calculus.unclear import Unclear
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.parse.nodes import (
    Big,
    Blank,
    Call,
    Group,
    Label,
    Node,
    Number,
    Opaque,
    Power,
    Prime,
    Product,
    Sequence,
    Sub,
    Symbol,
    walk,
)
from nablint.parse.render import render_latex, render_unicode

_WORD = re.compile(r"(?<![\\A-Za-z])(?P<word>[A-Za-z]{2,})\s*\(")
_ALIKE = re.compile(r": (?P<size>\S+) and (?P=size)$")
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
        declare = "; ".join(f"{render_latex(n)}: n" for n in by if not _stands_in(n, node))
        return (
            f"{names} stands neither in the expression nor in what it is defined by, and is not declared; "
            f"--let '{declare}' makes it one that nothing depends on"
        )
    why = _definite(node, unclear)
    if why is None:
        return _undeclared_or(expression, node, declared, unclear)
    return f"cannot derive '{expression}': {why}"


def _definite(node: Node, unclear: Unclear) -> str | None:
    """What no declaration would mend."""
    for part in walk(node):
        match part:
            case Big(operator=operator) if (said := operator_advice(operator)) is not None:
                return said
            case Label(style="plus"):
                return PSEUDO_INVERSE
            case Power(base=Number(text="1"), exponent=Symbol(name=name)) if name.letter in "Tt⊤":
                return "1^T is a power of the number 1; a vector of ones is written \\mathbf{1}"
            case Symbol(name=name) if len(name.letter) > 1 and scalar_function(name.letter):
                return f"{name.letter} is a function without its argument; write \\{name.letter}(x)"
            case Product(signs=signs) if unclear.misfit and {"times", "cross"} & set(signs):
                return CROSS_PRODUCT
            case _:
                pass
    return advice(unclear.why) if is_definite(unclear.why) else None


def _undeclared_or(expression: str, node: Node, declared: Declared, unclear: Unclear) -> str:
    missing = undeclared(node, declared)
    if missing and not unclear.misfit:
        names, examples = list(missing)[:_MOST], list(missing.values())[:_MOST]
        typed = isinstance(declared, AssumingScalars)
        said = f"say it with --let, such as --let '{'; '.join(examples)}'" if typed else "say it there"
        where = "" if typed else " in the note"
        return f"{', '.join(names)} {'is' if len(missing) == 1 else 'are'} not declared{where}; {said}"
    why = f"the shapes do not fit ({unclear.why}){alike(unclear.why)}" if unclear.misfit else advice(unclear.why)
    return f"cannot derive '{expression}': {why}"


def alike(why: str) -> str:
    """Where two sizes are written alike and differ: one of them is a name of several letters."""
    found = _ALIKE.search(why)
    return f"; a size {found['size']} is one name, and a product of sizes is written with a sign, such as n·p" if found else ""


def one_of_many(key: SymbolKey) -> str:
    """What to write for x_i in a sum over i, which is another vector at each i."""
    name, whole = f"{key.name.letter}_{key.sub}", key.name.letter.upper()
    return (
        f"{name} is another one for each {key.sub} of the sum, which is not followed; declare all of them together: "
        f"the entries of a vector, or the rows of a matrix, written {whole}_{{{key.sub},:}}"
    )


def undeclared(node: Node, declared: Declared) -> dict[str, str]:
    """Symbols of which nobody said a shape, those too that are taken for scalars, each with a declaration as an example; e and
    π need none, nor what only counts."""
    known = declared.shape, declared.definition
    counting = {id(n) for part in walk(node) if isinstance(part, Big) for n in _bounds(part)}
    counters = {n.name.letter for part in walk(node) if isinstance(part, Big) and part.lower for n in _letters(part.lower)}
    applied = {
        id(part.factors[k])
        for part in walk(node)
        if isinstance(part, Product)
        for k in range(len(part.factors) - 1)
        if isinstance(part.factors[k + 1], Group) and part.signs[k] == ""
    }
    found: dict[str, str] = {}
    for symbol, key in _symbol_nodes(node):
        if id(symbol) in counting or (isinstance(symbol, Symbol) and symbol.name.letter in counters):
            continue
        named: Node = symbol
        if isinstance(symbol, Sub) and (entry := key_of(symbol.base)) is not None and _picks(symbol, counters):
            # What an entry is picked from is to be declared.
            named, key = symbol.base, entry
        name = render_unicode(named)
        if name in ("e", "π") or not name[0].isalpha() or (any(ask(key) for ask in known) and not declared.is_assumed(key)):
            continue
        size = "n -> R" if id(symbol) in applied else "m × n" if name[0].isupper() else "n"
        found.setdefault(name, f"{render_latex(named)}: {size}")
    return found


def _picks(symbol: Sub, counters: set[str]) -> bool:
    """Whether a subscript says a place, and is no part of a name."""
    return isinstance(symbol.index, Sequence) or any(n.name.letter in counters for n in _letters(symbol.index))


def _bounds(part: Big) -> list[Node]:
    return [n for bound in (part.lower, part.upper) if bound is not None for n in walk(bound)]


def _letters(node: Node) -> list[Symbol]:
    return [n for n in walk(node) if isinstance(n, Symbol)]


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
    named = {render_unicode(symbol): key for symbol, key in _symbol_nodes(node)}
    return [(name, key) for name, key in named.items() if name[0].isalpha()]


def _symbol_nodes(node: Node) -> list[tuple[Symbol | Sub, SymbolKey]]:
    inner = {id(n.base) for n in walk(node) if isinstance(n, Sub | Label | Prime)}
    inner |= {id(part) for n in walk(node) if isinstance(n, Sub) for part in walk(n.index)}
    keyed = ((n, key_of(n)) for n in walk(node) if isinstance(n, Symbol | Sub) and id(n) not in inner)
    return [(n, key) for n, key in keyed if key is not None]


def _unknown_function(expression: str, node: Node) -> str | None:
    """A word before a bracket that was read as letters."""
    called = {n.function for n in walk(node) if isinstance(n, Call)}
    words = (m["word"] for m in _WORD.finditer(expression))
    letters = {n.name.letter for n in walk(node) if isinstance(n, Symbol)}
    return next((w for w in words if w not in called and (set(w) <= letters or w in letters)), None)


def _stands_in(variable: Node, node: Node) -> bool:
    wanted = key_of(variable)
    return wanted is None or any(key_of(n) == wanted for n in walk(node) if isinstance(n, Symbol | Sub | Label))
