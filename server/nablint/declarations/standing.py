"""How it stands with the reading of a note at one of its seams: what later sentences ask of earlier ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nablint.base.values import dataclass
from nablint.declarations.facts import Fact, SymbolKey
from nablint.declarations.reader import Reader, Signature
from nablint.sizes.shapes import Shape

_STATEMENTS = 4  # their place among the lists


@dataclass(frozen=True, slots=True)
class Lists:
    """All that was read, before what follows from the whole is added: in `all`, each in its order, the lists of a reader.
    `denied` are formulas."""

    all: tuple[tuple[Any, ...], ...]
    denied: frozenset[int]
    off: int | None
    left: int  # directives behind the last sentence

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.all[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """`lengths` of the lists, and what is known. Equal ones let the same sentences say the same."""

    lengths: tuple[int, ...]
    chain: int
    off: int | None
    directives: int  # that were carried out
    shapes: Mapping[SymbolKey, Shape]
    arguments: frozenset[SymbolKey]
    stacked: frozenset[SymbolKey]
    signature: Signature | None
    marks: Mapping[Any, Any]
    classified: tuple[Any, ...]

    @property
    def facts(self) -> int:
        return self.lengths[0]

    def agrees(self, other: Standing) -> bool:
        """Whether what follows is the same: it may be longer or shorter what was listed, but for the numbered statements."""
        return self.lengths[_STATEMENTS] == other.lengths[_STATEMENTS] and replace(self, lengths=other.lengths) == other

    def grown(self, by: Sequence[int]) -> Standing:
        """The same with so much more in each of the lists."""
        return replace(self, lengths=tuple(length + more for length, more in zip(self.lengths, by, strict=True)))


def _lists(reader: Reader) -> tuple[list[Any], ...]:
    note, commands = reader.notebook, reader.commands
    return (
        note.facts,
        note.dims,
        note.layouts,
        note.annotations,
        reader.classifier.statements,
        commands.suppressions,
        commands.errors,
        commands.silent,
        note.counts,
    )


def lists_of(reader: Reader) -> Lists:
    return Lists(
        tuple(map(tuple, _lists(reader))),
        frozenset(reader.classifier.denied),
        reader.commands.off,
        len(reader.directives),
    )


def standing_of(reader: Reader) -> Standing:
    return Standing(
        tuple(map(len, _lists(reader))),
        reader.classifier.chain,
        reader.commands.off,
        len(reader.document.directives) - len(reader.directives),
        reader.notebook.shapes.copy(),
        frozenset(reader.arguments),
        frozenset(reader.stacked),
        reader.signature,
        reader.renewal.marks.copy(),
        reader.classifier.standing(),
    )


def go_back(reader: Reader, standing: Standing, lists: Lists, sentence: int) -> None:
    """To where the sentence of that number is the next one, as it stood when `lists` were read."""
    for own, said, length in zip(_lists(reader), lists.all, standing.lengths, strict=True):
        own[:] = said[:length]
    first = _region(reader, sentence)
    reader.classifier.denied = {region for region in lists.denied if region < first}
    reader.classifier.stand(standing.classified)
    reader.renewal.marks = dict(standing.marks)
    reader.classifier.chain = standing.chain
    reader.commands.off = standing.off
    reader.directives = list(reversed(reader.document.directives[standing.directives :]))
    reader.notebook.shapes = dict(standing.shapes)
    reader.arguments, reader.stacked = set(standing.arguments), set(standing.stacked)
    reader.signature = standing.signature


def go_forward(reader: Reader, standing: Standing, lists: Lists, place: int) -> None:
    """To behind the last sentence, as it stood when `lists` were read; `standing` was then that at the seam at `place`."""
    for own, said, length in zip(_lists(reader), lists.all, standing.lengths, strict=True):
        own.extend(said[length:])
    first = _region(reader, reader.passages.sentence_from(place))
    reader.classifier.denied.update(region for region in lists.denied if region >= first)
    reader.commands.off = lists.off
    reader.directives = list(reversed(reader.document.directives))[: lists.left]


def _region(reader: Reader, sentence: int) -> int:
    """The number of the first formula that the sentence, or a later one, may hold."""
    sentences = reader.passages.sentences
    if sentence >= len(sentences):
        return len(reader.trees)
    return bisect_left(reader.passages.region_starts, sentences[sentence].span.start)
