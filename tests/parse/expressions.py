"""Trees as short texts, for tables of tests: `(* (T x) A x)` is the product of xᵀ, A and x."""

from __future__ import annotations

from dataclasses import fields

from nablint.parse.nodes import (
    Adjoint,
    Blank,
    By,
    Call,
    Colon,
    Derivative,
    Dots,
    Group,
    Label,
    Negate,
    Node,
    Number,
    Opaque,
    Power,
    Prime,
    Product,
    Relation,
    Sequence,
    Sub,
    Sum,
    Symbol,
    Text,
    Transpose,
)

_SIGNS = {"": " ", "cdot": " · ", "star": " ∗ ", "times": " × ", "slash": " / ", "odot": " ⊙ ", "otimes": " ⊗ ", "circ": " ∘ "}


def short(node: object) -> str:
    """The tree without spans: one short form for each kind of node."""
    match node:
        case Symbol(name=name):
            return "~".join((name.letter + (f":{name.font}" if name.font else ""), *name.accents))
        case Number(text=text):
            return text
        case Blank():
            return "_"
        case Colon():
            return ":"
        case Dots(direction=direction):
            return "…" if direction == "h" else f"…{direction}"
        case Text(text=text, formulas=formulas):
            return repr(text) + "".join(f"[{short(f)}]" for f in formulas)
        case Opaque(text=text):
            return f"?{text}?"
        case Product(factors=factors, signs=signs):
            return (
                "("
                + short(factors[0])
                + "".join(_SIGNS.get(s, f" {s} ") + short(f) for s, f in zip(signs, factors[1:], strict=True))
                + ")"
            )
        case Sum(signs=signs, terms=terms):
            return "(sum " + " ".join(s + short(t) for s, t in zip(signs, terms, strict=True)) + ")"
        case Relation(sides=sides, signs=signs):
            return "(" + short(sides[0]) + "".join(f" {s} {short(t)}" for s, t in zip(signs, sides[1:], strict=True)) + ")"
        case Sequence(items=items, separators=separators):
            return "[" + short(items[0]) + "".join(f" {s} {short(t)}" for s, t in zip(separators, items[1:], strict=True)) + "]"
        case Group(body=body, brackets=brackets):
            return f"{brackets[0]}{short(body)}{brackets[1]}"
        case Negate(body=body):
            return f"-{short(body)}"
        case Sub(base=base, index=index):
            return f"{short(base)}_{short(index)}"
        case Power(base=base, exponent=exponent):
            return f"{short(base)}^{short(exponent)}"
        case Transpose(base=base):
            return f"{short(base)}ᵀ"
        case Adjoint(base=base):
            return f"{short(base)}ᴴ"
        case Prime(base=base, count=count):
            return short(base) + "'" * count
        case Label(base=base, label=label, style=style):
            return f"{short(base)}^<{style} {short(label)}>"
        case By(variable=variable, order=order):
            return short(variable) + ("" if order == 1 else f"**{order}")
        case Derivative(sign=sign, of=of, by=by, order=order):
            power = "" if order == 1 else str(order)
            return f"({sign}{power} {'' if of is None else short(of)} / {' '.join(short(b) for b in by)})"
        case Call(function=function, args=args):
            extra = "".join(
                f" {name}={short(value)}" for name, value in (("power", node.power), ("index", node.index)) if value is not None
            )
            return f"{function}{chr(39) * node.primes}<{', '.join(short(a) for a in args)}{extra}>"
        case _:
            return _any(node)


def _any(node: object) -> str:
    if node is None:
        return "."
    if isinstance(node, tuple):
        return "{" + " ".join(short(item) for item in node) + "}"
    if isinstance(node, (str, int)):
        return str(node)
    names = [f.name for f in fields(node) if not f.name.endswith(("span", "spans"))]  # type: ignore[arg-type]
    return f"{type(node).__name__}({' '.join(short(getattr(node, name)) for name in names)})"


__all__ = ["Node", "short"]
