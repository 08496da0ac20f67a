"""Which symbol does a node write? The letter with its dress, and its sub- and superscripts as canonical texts."""

from __future__ import annotations

from nablint.base.memory import Memory
from nablint.declarations.facts import SymbolKey
from nablint.parse.nodes import (
    Colon,
    Dots,
    Group,
    Label,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Sequence,
    Sub,
    Sum,
    Symbol,
    Text,
    Transpose,
)

NAMES = (Symbol, Sub, Label, Prime, Text)  # whatever else a node is, it writes no symbol
# The key of each node, which is held so that no other has its identity.
_KEYS: Memory[int, tuple[Node, SymbolKey | None]] = Memory(16384)
_DEEPEST = 12  # subscripts nested deeper than this are no names
_STARS = {"star": "*", "plus": "+", "minus": "-", "hat": "∧", "vee": "∨", "perp": "⟂"}


def spelling(name: Name) -> str:
    """What two fonts of one letter share. A letter in blackboard bold names a set (ℝ), and is no variant of a declared R."""
    return f"bb {name.letter}" if name.font == "bb" else name.letter


def key_of(node: Node, powers: bool = False) -> SymbolKey | None:
    """The symbol that `node` writes, or None where it is an expression.

    A power is an expression; with `powers` it is a name (`W^1 ∈ …`, where the left side of a membership can only be one).
    """
    if powers:
        return _named(node, True)
    if not isinstance(node, NAMES):
        return None
    known = _KEYS.young.get(id(node)) or _KEYS.get(id(node))
    if known is None:
        found = _named(node, False)
        known = _KEYS.put(id(node), (node, found))
    return known[1]


def _named(node: Node, powers: bool) -> SymbolKey | None:
    match node:
        case Symbol(name=name):
            return SymbolKey(name)
        case Sub(base=base, index=index):
            return _with_sub(key_of(base, powers), canonical(index))
        case Label(base=base, label=label, style=style):
            return _with_sup(key_of(base, powers), _label_text(label, style))
        case Prime(base=base, count=count):
            return _with_sup(key_of(base, powers), "'" * count)
        case Power(base=base, exponent=exponent) if powers:
            return _with_sup(key_of(base, powers), canonical(exponent))
        case Text(text=text, formulas=()) if text.strip().isidentifier():
            return SymbolKey(Name(text.strip()))
        case _:
            return None


def bare(key: SymbolKey) -> SymbolKey:
    """The symbol without its subscript: what `x_i` may be an entry of."""
    return key.with_sub("")


def canonical(node: Node, depth: int = 0) -> str | None:
    """A text without spaces that is the same for every spelling of an index; None for what is no plain index."""
    if depth > _DEEPEST:
        return None
    match node:
        case Number(text=text):
            return text
        case Symbol(name=name):
            return name.letter
        case Text(text=text):
            return "_".join(text.split())
        case Colon():
            return ":"
        case Dots():
            return "…"
        case Negate(body=body):
            return _joined("-", (body,), depth)
        case Product(factors=factors, signs=signs) if all(sign == "" for sign in signs):
            return _joined("", factors, depth)
        case Sequence(items=items):
            return _joined(",", items, depth, between=True)
        case Sum(signs=signs, terms=terms):
            parts = [canonical(term, depth + 1) for term in terms]
            if None in parts:
                return None
            text = "".join(f"{sign}{part}" for sign, part in zip(signs, parts, strict=True))
            return text[1:] if text.startswith("+") else text
        case Group(body=body, brackets=brackets):
            inner = canonical(body, depth + 1)
            return None if inner is None else f"{brackets[0]}{inner}{brackets[-1]}"
        case Sub(base=base, index=index):
            return _scripted(base, index, "_", depth)
        case Power(base=base, exponent=index):
            return _scripted(base, index, "^", depth)
        case Label(base=base, label=label, style=style):
            head, tail = canonical(base, depth + 1), _label_text(label, style)
            return None if head is None or tail is None else f"{head}^{tail}"
        case Prime(base=base, count=count):
            head = canonical(base, depth + 1)
            return None if head is None else head + "'" * count
        case Transpose(base=base):
            head = canonical(base, depth + 1)
            return None if head is None else head + "^T"
        case _:
            return None


def _joined(sign: str, parts: tuple[Node, ...], depth: int, between: bool = False) -> str | None:
    texts = [canonical(part, depth + 1) for part in parts]
    if any(text is None for text in texts):
        return None
    kept = [text for text in texts if text is not None]
    return sign.join(kept) if between or sign == "" else sign + "".join(kept)


def _scripted(base: Node, script: Node, sign: str, depth: int) -> str | None:
    head, tail = canonical(base, depth + 1), canonical(script, depth + 1)
    if head is None or tail is None:
        return None
    return f"{head}{sign}{tail}" if tail.isalnum() else f"{head}{sign}{{{tail}}}"


def _label_text(label: Node, style: str) -> str | None:
    if style in _STARS:
        return _STARS[style]
    text = canonical(label)
    if text is None:
        return None
    if style == "paren":
        return f"({text.strip('()')})"
    if style == "bracket":
        return f"[{text.strip('[]')}]"
    return text


def _with_sub(key: SymbolKey | None, text: str | None) -> SymbolKey | None:
    if key is None or text is None:
        return None
    return SymbolKey(key.name, f"{key.sub},{text}" if key.sub else text, key.sup)


def _with_sup(key: SymbolKey | None, text: str | None) -> SymbolKey | None:
    if key is None or text is None:
        return None
    return SymbolKey(key.name, key.sub, f"{key.sup},{text}" if key.sup else text)


def names_a_number(key: SymbolKey) -> bool:
    """Whether a letter of which an inequality speaks is a number; u to z may be vectors of positive entries."""
    return not key.name.font and key.name.letter.islower() and key.name.letter not in "uvwxyz"
