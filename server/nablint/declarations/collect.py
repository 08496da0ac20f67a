"""The one entry of this room: a scanned and parsed note in, all that its author states out, and the same after an edit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from nablint.base.pauses import Pause, go_on
from nablint.base.sequences import alike_ends
from nablint.base.values import dataclass
from nablint.declarations.codenotes import noted_in
from nablint.declarations.facts import Declarations, DimFact, Fact, SymbolKey
from nablint.declarations.passages import Passages
from nablint.declarations.reader import Reader
from nablint.declarations.standing import Lists, Standing, go_back, go_forward, lists_of, standing_of
from nablint.documents.model import Document
from nablint.documents.rescan import Rescanned
from nablint.parse.nodes import Node
from nablint.sizes.shapes import Shape

_NOTHING: Mapping[int, Standing] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Collected:
    """What was stated, and how it stood with the reading of the note at each of its seams and at its end. `facts` and `dims`
    are what was read, `equal` the sizes that statements equate, by their numbers."""

    declarations: Declarations
    passages: Passages
    lists: Lists
    tables: int  # facts that tables state
    standings: Mapping[int, Standing]
    facts: tuple[Fact, ...]
    dims: tuple[DimFact, ...]
    equal: Mapping[int, DimFact]


def collect(
    document: Document, trees: Sequence[Node], elsewhere: Mapping[SymbolKey, Shape] | None = None, pause: Pause = go_on
) -> Declarations:
    """Facts, statements, annotations and directives of a note; `trees[k]` belongs to `document.regions[k]`. `elsewhere` are
    the shapes that other files state for it. `pause` is called at each sentence; nothing else raises."""
    return _all_of(document, trees, elsewhere or {}, pause, False).declarations


def collected(
    document: Document, trees: Sequence[Node], elsewhere: Mapping[SymbolKey, Shape], pause: Pause = go_on
) -> Collected:
    """As `collect`, with all that is needed to go on from after an edit."""
    return _all_of(document, trees, elsewhere, pause, True)


def collected_again(
    rescanned: Rescanned, trees: Sequence[Node], elsewhere: Mapping[SymbolKey, Shape], former: Collected, pause: Pause = go_on
) -> Collected:
    """The same after an edit, where `former` was collected with the same `elsewhere`: what stands before the edit is not read
    again, nor is what stands behind it if it finds all as it was."""
    document = rescanned.document
    passages = Passages(document, rescanned, former.passages)
    reader = Reader(document, trees, elsewhere, passages)
    reader.read_tables()
    # What a sentence says hangs on the one after it, and on the one before.
    first, last = max(passages.made.start - 1, 0), passages.made.stop
    places = [place for place in former.standings if not passages.sentences or place <= passages.sentences[first].span.start]
    if not places or tuple(reader.notebook.facts) != former.lists.facts[: former.tables]:
        return collected(document, trees, elsewhere, pause)
    begun = max(places)
    first = passages.sentence_from(begun)
    go_back(reader, former.standings[begun], former.lists, first)
    standings = {place: former.standings[place] for place in places}
    later: Mapping[int, Standing] = {}
    if last < len(passages.sentences) and not rescanned.shift:
        past = passages.sentences[last].span.start
        later = {place: standing for place, standing in former.standings.items() if place > past}
    if added := len(document.directives) - len(former.passages.document.directives):
        later = {place: replace(standing, directives=standing.directives + added) for place, standing in later.items()}
    stopped = _read_on(reader, first, standings, pause, later, list(former.lists.facts))
    if stopped is not None:
        go_forward(reader, later[stopped], former.lists, stopped)
        more = [now - then for now, then in zip(standings[stopped].lengths, later[stopped].lengths, strict=True)]
        standings.update((place, one.grown(more) if any(more) else one) for place, one in later.items() if place >= stopped)
    return _finished(reader, former.tables, standings, former)


def _all_of(
    document: Document, trees: Sequence[Node], elsewhere: Mapping[SymbolKey, Shape], pause: Pause, edited: bool
) -> Collected:
    """`edited`: somebody may go on from there."""
    reader = Reader(document, trees, elsewhere, Passages(document))
    reader.read_tables()
    tables = len(reader.notebook.facts)
    standings = {0: standing_of(reader)} if edited else None
    _read_on(reader, 0, standings, pause)
    return _finished(reader, tables, standings or {})


def _read_on(
    reader: Reader,
    first: int,
    standings: dict[int, Standing] | None,
    pause: Pause,
    known: Mapping[int, Standing] = _NOTHING,
    facts: Sequence[Fact] = (),
) -> int | None:
    """Reads the sentences from the one numbered `first` on, up to a seam at which all is as is `known`: that seam. `facts` are
    those that were read then; None for `standings` where nobody will go on from there."""
    seams, sentences = reader.document.seams, reader.passages.sentences
    at = bisect_left(seams, sentences[first].span.start) if first < len(sentences) else len(seams)
    for k in range(first, len(sentences)):
        while at < len(seams) and seams[at] <= sentences[k].span.start:
            if reader.document.blocks[sentences[k].block].kind == "heading" and seams[at] == sentences[k].span.start:
                reader.begin_section()
            if standings is not None:
                standing = standings[seams[at]] = standing_of(reader)
                # Marks that are waited for are compared with what was said since.
                told = not standing.marks or reader.notebook.facts == facts[: standing.facts]
                if told and seams[at] in known and known[seams[at]].agrees(standing):
                    return seams[at]
            at += 1
        pause()
        reader.read(k)
    return None


def _finished(reader: Reader, tables: int, standings: Mapping[int, Standing], former: Collected | None = None) -> Collected:
    """With what follows from all that was read; that is as it was where the same facts and sizes were."""
    lists = lists_of(reader)
    reader.finish()
    note, commands, said = reader.notebook, reader.commands, reader.classifier
    facts, dims = tuple(note.facts), tuple(note.dims)
    same = former if former is not None and (former.facts, former.dims) == (facts, dims) else None
    note.without_doubtful_marks()
    equal = _equal(reader, same)
    if same is not None and list(same.equal.values()) == list(equal.values()):
        whole, noted = same.declarations, same.declarations.noted
        if reader.document.code != same.passages.document.code:
            noted = noted_in(reader.document, whole.facts)
    else:
        note.dims.extend(equal.values())
        note.apart()
        whole = Declarations(tuple(note.facts), tuple(note.dims))
        noted = noted_in(reader.document, whole.facts)
    declarations = Declarations(
        whole.facts,
        whole.dims,
        tuple(note.layouts),
        tuple(said.statements),
        tuple(note.annotations),
        tuple(commands.suppressions),
        tuple(commands.errors),
        tuple(commands.silent),
        frozenset(said.denied),
        noted,
        frozenset(note.counts),
    )
    return Collected(declarations, reader.passages, lists, tables, standings, facts, dims, equal)


def _equal(reader: Reader, former: Collected | None) -> Mapping[int, DimFact]:
    """The sizes that statements equate; `former` had the same sizes."""
    statements = reader.classifier.statements
    first, last = 0, len(statements)
    known: Mapping[int, DimFact] = {}
    if former is not None and len(former.declarations.statements) == last:
        first, behind = alike_ends(former.declarations.statements, statements)
        last, known = last - behind, former.equal
    found = {at: fact for at, fact in known.items() if not first <= at < last}
    sizes = reader.notebook.sizes() if first < last else set()
    for at in range(first, last) if sizes else ():
        fact = reader.equal_sizes(statements[at], sizes)
        if fact is not None:
            found[at] = fact
    return dict(sorted(found.items()))
