"""What kind of statement is each relation: a definition, an update, a claim, a condition, an assumption, or denied?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from nablint.base.spans import Span
from nablint.base.values import dataclass
from nablint.base.wholewords import whole_words
from nablint.declarations.clauses import Clause, among_words, clauses_of
from nablint.declarations.directives import function_head
from nablint.declarations.facts import Statement, StatementKind, SymbolKey
from nablint.declarations.families import counts
from nablint.declarations.keys import bare, key_of
from nablint.declarations.spaces import size_of
from nablint.documents.model import Region
from nablint.parse.nodes import (
    Aligned,
    At,
    Blank,
    Cases,
    Derivative,
    Dots,
    Group,
    Hole,
    Label,
    Mark,
    Nabla,
    Negate,
    Node,
    Number,
    Opaque,
    Prime,
    Product,
    Relation,
    Sequence,
    Sub,
    Sum,
    Symbol,
    Text,
    Transpose,
    children,
    walk,
)

_DEFINING_SIGNS = frozenset((":=", "≡", "≜"))
_EQUALITIES = frozenset(("=", *_DEFINING_SIGNS))
_CONDITIONS = frozenset(("≠", "<", "≤", ">", "≥", "≪", "≫", "≈", "∝", "~", "≅", "⟂", "≻", "⪰", "≺", "⪯"))

# For words in lower case.
_DEFINES = re.compile(
    whole_words(
        r"let|define[ds]?|defining|set|denoted?|denotes|introduce|write|writing|put|sei|seien|setze|soit|soient|пусть|обозначим"
    )
    + r"|定义|令|设|记"
)
# Words right before a function's formula that introduce it, as one more example may be.
_INTRODUCES = re.compile(r"\b(?:functions?|consider|examples?|take|given|say|e\.g\.|instance)[\s:,(]*$")
_CONDITIONAL = re.compile(
    whole_words(
        r"if|when|whenever|such that|s\.\s?t\.|where|assum(?:e|es|ed|ing)|suppose|supposing|subject to|find|finding|provided|"
        r"unless|iff|only if|satisf(?:y|ies|ying)|for which|solve[sd]?|solving|require[sd]?|would be|should be|expect|want|"
        r"until|can we|is it|does|minimi[sz]e|maximi[sz]e|wenn|falls|si|если|где|такой что"
    )
    + r"|如果|若|假设|其中|当|满足|使得"
)
_ACCOMPANIES = re.compile(r"\b(?:with|here|mit|avec|с)\s*$")
_HYPOTHETICAL = re.compile(
    whole_words(
        r"if|when|whenever|such that|s\.\s?t\.|subject to|unless|until|iff|satisf(?:y|ies|ying)|for which|require[sd]?|"
        r"would be|should be|expect|want|can we|is it|does|solve[sd]?|solving|wenn|falls|si|если|такой что"
    )
    + r"|如果|若|假设|当|满足|使得"
)
_DENIED_BEFORE = re.compile(
    whole_words(
        r"not|wrong(?:ly)?|incorrect(?:ly)?|never|cannot|mistake|mistaken(?:ly)?|false|invalid|which of|undefined|nonsense|"
        r"would (?:simply )?(?:be|become|read|have been)|simply would be|recall(?: that)?,? for|"
        r"erroneous(?:ly)?|instead of|rather than|tempt(?:ed|ing)|might think|naive(?:ly)?|nicht|falsch|faux|неверно"
    )
    + r"|n['’]t\b|不等于|错误"
)
_DENIED_AFTER = re.compile(
    r"[\s,.;:)\"'*_]*(?:(?:which|this|that|it|these|equation|but (?:this|that|it)|"
    r"the (?:above|equation|product|equality|expression|formula))\b[^.;:,]{0,40}?)?"
    r"\s*(?:(?:is|are|was|does|do|did|would|will|can|could)\s*"
    r"(?:n['’]t|not|never|wrong|incorrect|undefined|invalid|nonsense|false|be (?:wrong|incorrect))\b"
    r"|(?:cannot|can't|fails?)\b|ist (?:nicht|falsch)\b|не\s)"
)
_ASKED_AFTER = re.compile(r"[\s.*_]*which (?:of|equalit|equation|one|step|is)\b[^.]*\?")
_CHOICE = re.compile(r"\s*(?:[-*+•○◯□☐]|\(?[a-d1-9][.)])?\s*(?:[○◯□☐●◦⃝]|\\box|\[ ?\])")
_NAME = 6
_FORMULA = "⟨⟩"  # as it stands in the words around a formula
_BOXES = ("\\Box", "□")
_HOLES = ("\\Box", "square", "\\_", "?", "□")


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a formula, in lower case: before it in its sentence, and after it.

    `question`: the sentence asks; `elsewhere`: it speaks of a convention that the note does not follow; `goes_on`: a sign of
    equality stands alone before it.
    """

    before: str = ""
    after: str = ""
    question: bool = False
    elsewhere: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _Last:
    """Where the chain stands: what the next display that begins with a sign continues."""

    node: Node
    region: int
    chain: int
    kind: StatementKind
    scope: int
    loose: bool = False


class Classifier:
    """Reads the note's relations in order and remembers what has been defined in which section."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.defined: dict[int, dict[SymbolKey, int]] = defaultdict(dict)  # their epochs, by section
        self.redefined: set[int] = set()  # statements that give a symbol another meaning than an earlier one did
        self.denied: set[int] = set()  # formulas that the words around them deny, or that ask
        self.epoch = 0
        self.chain = 0
        self.last: _Last | None = None

    def know(self, key: SymbolKey, scope: int) -> None:
        """The symbol has been defined or declared as a function before."""
        self.defined[scope][key] = self.epoch

    def begin_section(self) -> None:
        """After a heading nothing goes on, and what is defined counts by section."""
        self.last = None
        self.defined.clear()
        self.epoch = 0

    def standing(self) -> tuple[Any, ...]:
        """What later formulas of the section ask for."""
        return self.last, self.epoch, {scope: dict(known) for scope, known in self.defined.items()}

    def stand(self, standing: tuple[Any, ...]) -> None:
        """Goes back to such a standing."""
        self.last, self.epoch, defined = standing
        self.defined = defaultdict(dict, {scope: dict(known) for scope, known in defined.items()})

    def begin_part(self) -> None:
        """A list item or an exercise begins: what was defined before may be defined anew."""
        self.epoch += 1

    def read(self, tree: Node, region: int, source: Region, scope: int, context: Context) -> list[Statement]:
        """The statements of one formula."""
        first = len(self.statements)
        clauses = clauses_of(tree)
        checked = bool(clauses) or isinstance(tree, Product) or len(source.text) > _NAME  # a name alone could not be denied
        if checked and (_denied_by_words(context.before, context.after, context) or _has_any(_BOXES, source.text)):
            self.denied.add(region)
        around = context
        for before, _, after in among_words(tree):
            if _denied_by_words(before.lower(), after.lower(), Context()):
                self.denied.add(region)
        for clause in clauses:
            last = self.last
            if "≠" in clause.signs and not all(isinstance(side, Number) or key_of(side) is not None for side in clause.sides):
                self.denied.add(region)
            self._clause(clause, region, source, scope, around)
            if clause.nested:
                self.last = last  # what goes on goes on from the formula, not from its words
            if around is context and around.before and not _denies_what_follows(around.before):
                around = Context("", context.after, context.question, context.elsewhere)
        if not clauses and source.display:
            self._bare(tree, region, source, scope, context)
        return self.statements[first:]

    def _bare(self, tree: Node, region: int, source: Region, scope: int, context: Context) -> None:
        """A display without a sign: continues the chain after a sign in the text, or is what a next one continues."""
        node = alone(tree)
        last, self.last = self.last, None
        if node is None or region in self.denied:
            return
        if last is not None and last.scope == scope and context.goes_on:
            kind, chain = self._continued(last.kind), last.chain
            span, index = source.map.span(node.span), len(self.statements)
            self.statements.append(Statement(kind, last.node, "=", node, last.region, region, span, scope, chain, index))
            self.last = _Last(node, region, chain, kind, scope)
        elif last is not None and last.scope == scope and (more := _signed(node)) is not None and self.statements:
            # A sum may go on in a display of its own, which may as well be something new.
            if self.statements[-1].region == last.region:
                self.statements[-1] = replace(self.statements[-1], loose=True)
            whole = Sum(node.span, ("+", *more[0]), (last.node, *more[1]))
            self.last = _Last(whole, region, last.chain, last.kind, scope, loose=True)
        elif key_of(node) is None and size_of(node) is None:
            self.last = _Last(node, region, self._next_chain(), "assumption", scope)

    def _clause(self, clause: Clause, region: int, source: Region, scope: int, context: Context) -> None:
        left, left_region, loose = clause.sides[0], region, False
        kind: StatementKind | None = None
        if clause.continues:
            if self.last is None or self.last.scope != scope or clause.step:
                left_known = False
            else:
                left_known = True
                left, left_region, kind = self.last.node, self.last.region, self._continued(self.last.kind)
                chain, loose = self.last.chain, self.last.loose
            if not left_known:
                chain = self._next_chain()
        else:
            chain = self._next_chain()
        denied = self._denied(clause, context, _has_any(_HOLES, source.text))
        for k, sign in enumerate(clause.signs):
            right = clause.sides[k + 1]
            if isinstance(left, Blank) or isinstance(right, Blank):
                left, left_region = right, region
                begins = clause.continues and not clause.step and not denied and sign in _EQUALITIES
                if begins and source.display and not isinstance(right, Blank):
                    # It continues what was not read; a next display may continue it.
                    self.last = _Last(right, region, chain, "assumption", scope)
                continue
            if denied:
                now: StatementKind = "denied"
            elif sign == "∈" or (sign in (":", "→", "↦", "⊂", "⊆", "∋", "∉")):
                now = "declaration"
            elif sign in _CONDITIONS or sign not in _EQUALITIES:
                now = "condition"
            elif kind is None:
                now = self._kind(left, sign, right, scope, clause, context, k == 0)
            else:
                now = kind
            if now == "claim" and _is_constant(right) and k == len(clause.signs) - 1:
                now = "condition"
            span = source.map.span(Span(clause.span.start if left_region != region else left.span.start, right.span.end))
            self.statements.append(
                Statement(now, left, sign, right, left_region, region, span, scope, chain, len(self.statements), loose)
            )
            loose = False
            if sign in _EQUALITIES:
                if now == "definition":
                    self._define(left, scope, len(self.statements) - 1)
                kind = self._following(now, right, scope)
                self.last = _Last(right, region, chain, now, scope)
            else:
                kind = None if not denied else "denied"
                if sign not in _EQUALITIES and sign not in ("≈", "≤", "≥"):
                    self.last = None if sign in ("∈", ":", "→", "↦") and k == 0 else self.last
            if sign != "∈":
                left, left_region = right, region

    def _following(self, kind: StatementKind, right: Node, scope: int) -> StatementKind | None:
        """The kind of the next link of a chain; None where it must be judged by itself (`y = h(x) = x - \\mu`)."""
        head = function_head(right)
        if (
            kind in ("definition", "claim", "assumption", "update")
            and head is not None
            and not self._is_defined(head[0], scope)
        ):
            return None
        return self._continued(kind)

    @staticmethod
    def _continued(kind: StatementKind) -> StatementKind:
        return kind if kind in ("denied", "condition") else "claim"

    def _next_chain(self) -> int:
        self.chain += 1
        return self.chain

    def _denied(self, clause: Clause, context: Context, holes: bool) -> bool:
        if holes and any(isinstance(node, Hole) for side in clause.sides for node in walk(side)):
            return True
        if clause.words:
            context = replace(context, question=False)
        return _denied_by_words(clause.words.lower() or context.before, clause.after.lower() or context.after, context)

    def _kind(
        self,
        left: Node,
        sign: str,
        right: Node,
        scope: int,
        clause: Clause,
        context: Context,
        first: bool,
    ) -> StatementKind:
        key, parameters = _head(left)
        before = _last_clause(clause.words.lower() or context.before) if first else ""
        if sign in _DEFINING_SIGNS:
            return "definition"
        new = key is not None and not self._is_defined(key, scope)
        if key is not None and (_DEFINES.search(before) or (parameters and _INTRODUCES.search(before))):
            return "definition"
        condition = _CONDITIONAL.search(before)
        if condition and new and parameters and _FORMULA in before[condition.end() :] and context.before.rstrip().endswith(":"):
            return "definition"  # "maximise $g$ subject to $h = 0$: L(x, λ) = …"
        if condition:
            # "where $z = Ax$", "find the gradient of $f(x) = …$" tell what a symbol stands for, if nothing else did.
            told = new and not _HYPOTHETICAL.search(before) and not _is_constant(right) and not _occurs(key, right)
            return "definition" if told and not _is_derivative(left) else "condition"
        if clause.nested and not _is_derivative(left) and not (new and _ACCOMPANIES.search(before)):
            return "condition"  # "as $n = 1$", or only "($n = 1$)": for this formula
        if key is not None and _occurs(key, right) and not _is_derivative(left):
            return "update"
        if _is_derivative(left):
            return "claim"
        if key is not None and new:
            entry = bool(key.sub) and counts(key.sub) and self._is_defined(bare(key), scope)
            return "claim" if entry else "definition"
        if key is not None:
            return "claim"
        return "assumption"

    def _is_defined(self, key: SymbolKey, scope: int) -> bool:
        return self.defined[scope].get(key) == self.epoch

    def _define(self, left: Node, scope: int, statement: int) -> None:
        key, _ = _head(left)
        if key is not None:
            if key in self.defined[scope]:
                self.redefined.add(statement)
            self.defined[scope][key] = self.epoch


def alone(tree: Node) -> Node | None:
    """The one expression of a formula, perhaps after a label; None where words follow it, or another."""
    items = tree.items if isinstance(tree, Sequence) else (tree,)
    *labels, node = items or (tree,)
    plain = not isinstance(node, Text | Opaque | Aligned | Cases | Relation | Sequence | Blank | Dots)
    return node if plain and all(isinstance(label, Text) for label in labels) else None


def _signed(node: Node) -> tuple[tuple[str, ...], tuple[Node, ...]] | None:
    """Signs and terms of what begins with a minus."""
    match node:
        case Negate(body=body):
            return ("-",), (body,)
        case Sum(signs=("-", *_) as signs, terms=terms):
            return tuple(signs), terms
        case _:
            return None


def _head(left: Node) -> tuple[SymbolKey | None, tuple[SymbolKey, ...]]:
    head = function_head(left)
    return head if head is not None else (key_of(left), ())


def _occurs(key: SymbolKey | None, node: Node) -> bool:
    """Whether the symbol itself stands in `node`; its entries do not count."""
    if key is None:
        return False
    stack = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, Symbol):
            if part.name == key.name and not key.sub and not key.sup:
                return True
        elif isinstance(part, Sub | Label | Prime) and (found := key_of(part)) is not None:
            if found == key:
                return True
        else:
            stack.extend(children(part))
    return False


@lru_cache(maxsize=2048)
def _denied_by_words(before: str, after: str, context: Context) -> bool:
    return bool(
        context.question
        or context.elsewhere
        or _denies_what_follows(before)
        or _DENIED_AFTER.match(after)
        or _ASKED_AFTER.match(context.after)
        or _CHOICE.match(context.before)
    )


@lru_cache(maxsize=2048)
def _denies_what_follows(before: str) -> bool:
    """Asked for each equation of a formula, with the same words before it."""
    return _DENIED_BEFORE.search(_last_clause(before)) is not None


def _last_clause(text: str) -> str:
    """What stands after the last stop, semicolon or colon that something follows."""
    text = text.rstrip(" :\n")
    last = -1
    for sign in ".;:。；":
        at = text.rfind(sign)
        if at > last:
            last = at
    return text[last + 1 :]


def _has_any(signs: tuple[str, ...], text: str) -> bool:
    return any(map(text.__contains__, signs))


def _is_derivative(node: Node) -> bool:
    """A derivative of any spelling: a fraction, ∇f, f′(x), or one at a point."""
    match node:
        case Derivative() | Nabla() | Prime():
            return True
        case Mark(body=body):
            return _is_derivative(body)
        case Product(factors=(Derivative() | Nabla() | Prime(), *_)):
            # An operator without its operand derives all that follows.
            first = node.factors[0]
            open_ = first.of is None if isinstance(first, Derivative) else isinstance(first, Nabla) and first.by is not None
            return open_ or len(node.factors) <= 3
        case Symbol(name=name):
            return any(accent in ("dot", "ddot") for accent in name.accents)
        case _:
            return isinstance(node, At | Transpose | Group) and any(isinstance(p, Derivative | Nabla) for p in walk(node))


def _is_constant(node: Node) -> bool:
    return isinstance(node, Number) or (isinstance(node, Symbol) and node.name.letter == "0")


def depends_on(key: SymbolKey, right: Node) -> tuple[SymbolKey, ...]:
    """The letters of `E = E(u, v)`, which only says what E depends on."""
    head = function_head(right)
    return head[1] if head is not None and head[0] == key and not key.sub else ()


def definitions(statements: list[Statement]) -> Iterator[tuple[SymbolKey, tuple[SymbolKey, ...], Statement]]:
    """The symbols that statements define, with their parameters."""
    for statement in statements:
        if statement.kind == "definition" and not isinstance(statement.right, Relation):
            key, parameters = _head(statement.left)
            if key is not None:
                yield key, parameters, statement
