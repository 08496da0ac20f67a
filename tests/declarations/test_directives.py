"""Directives: what each sentence states, and errors that name the place and what was expected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nablint.declarations.commands import facts_of
from nablint.declarations.directives import CHOICES, Constant, Convention, Def, Ignore, Let, SizeRelation, parse_directive
from nablint.declarations.facts import DependsFact, ShapeFact, Trust
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import Layout, ScalarByMatrix, ScalarByVector, VectorByVector
from nablint.sizes.shapes import Structure
from tests.declarations.reading import Note


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ("n", "n"),
        ("m x n", "m × n"),
        ("m × n", "m × n"),
        ("m \\times n", "m × n"),
        ("m by n", "m × n"),
        ("m, n", "m × n"),
        ("(m, n)", "m × n"),
        ("(n,)", "n"),
        ("2n+1", "2n + 1"),
        ("2n x 3", "2n × 3"),
        ("DxD", "D × D"),
        ("1xN", "1 × N"),
        ("n_h x d_model", "n_h × d_model"),
        ("d_{model}", "d_model"),
        ("(m*n) x n", "mn × n"),
        ("m·n", "mn"),
        ("scalar", "scalar"),
        ("1", "scalar"),
        ("1 × n", "1 × n"),
        ("n x m x k", "n × m × k"),
        ("n -> m", "n → m"),
        ("n, m × n -> 1", "n, m × n → scalar"),
        ("m -> R", "m → scalar"),
        ("m → ℝ", "m → scalar"),
        ("R -> R^m", "scalar → m"),
        ("R^n, m × n -> ℝ", "n, m × n → scalar"),
        ("R × n -> R", "R × n → R"),
    ],
)
def test_sizes_as_people_write_them(size: str, shape: str) -> None:
    parsed = parse_directive(f"let W: {size}")
    assert not parsed.errors
    (let,) = parsed.sentences
    assert isinstance(let, Let)
    assert str(let.shape) == shape


def test_let_declares_several_symbols_each_with_its_words() -> None:
    parsed = parse_directive("let x, y: n; A: m × n; S: n × n symmetric psd; \\theta: p; W^{(l)}: n_l × n_{l-1}")
    assert not parsed.errors
    lets = [s for s in parsed.sentences if isinstance(s, Let)]
    assert [s.symbol.name.letter for s in lets] == ["x", "y", "A", "S", "θ", "W"]
    assert lets[-1].symbol.sup == "(l)"
    assert str(lets[-1].shape) == "n_l × n_{l-1}"
    assert Structure.SYMMETRIC in lets[3].structure
    assert Structure.POSITIVE_SEMIDEFINITE in lets[3].structure


def test_the_r_of_a_map_is_a_size_where_the_note_has_a_size_of_that_name() -> None:
    one = [s for s in parse_directive("let h: n -> R; B: R × n").sentences if isinstance(s, Let)]
    assert str(one[0].shape) == "n → R"
    note = Note("Let $B \\in \\mathbb{R}^{R \\times n}$.\n\n<!-- nablint: let h: n -> R -->\n\nThen $h$ it is.\n")
    assert note.known("h", "Then") == "n → R"
    other = Note("Let $B \\in \\mathbb{R}^{k \\times n}$.\n\n<!-- nablint: let h: n -> R -->\n\nThen $h$ it is.\n")
    assert other.known("h", "Then") == "n → scalar"


def test_a_greek_letter_may_be_named_by_its_word() -> None:
    (let,) = parse_directive("let mu: n").sentences
    assert isinstance(let, Let)
    assert let.symbol.name.letter == "μ"


def test_def_constant_and_dims() -> None:
    (definition,) = parse_directive("def z = x^T x").sentences
    assert isinstance(definition, Def)
    assert definition.symbol.name.letter == "z"
    (function,) = parse_directive("def f(x, y) = x^T y").sentences
    assert isinstance(function, Def)
    assert [p.name.letter for p in function.parameters] == ["x", "y"]
    assert [s.symbol.name.letter for s in parse_directive("constant v, A").sentences if isinstance(s, Constant)] == ["v", "A"]
    equal, product, apart = parse_directive("dims n = N; d_model = h·d_v; n != m").sentences
    assert equal == SizeRelation("n", Dim.name("N"), True, equal.span)
    assert isinstance(product, SizeRelation)
    assert product.right == Dim.name("h") * Dim.name("d_v")
    assert apart == SizeRelation("n", "m", False, apart.span)


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("layout denominator", Layout(sv=ScalarByVector.COLUMN, vv=VectorByVector.ROWS_X)),
        ("layout numerator", Layout(sv=ScalarByVector.ROW, vv=VectorByVector.ROWS_Y)),
        ("layout denominator collapsed", Layout(sv=ScalarByVector.COLUMN, vv=VectorByVector.ROWS_X, collapsed=True)),
        ("layout scalar-by-matrix p×q", Layout(sm=ScalarByMatrix.AS_X)),
        ("layout scalar-by-matrix qxp", Layout(sm=ScalarByMatrix.TRANSPOSED)),
        (
            "layout numerator scalar-by-vector column",
            Layout(sv=ScalarByVector.COLUMN, vv=VectorByVector.ROWS_Y),
        ),
    ],
)
def test_layouts_are_presets_or_single_choices(text: str, layout: Layout) -> None:
    (convention,) = parse_directive(text).sentences
    assert isinstance(convention, Convention)
    assert convention.layout == layout


def test_every_choice_of_a_layout_can_be_named() -> None:
    for choice, (field, values) in CHOICES.items():
        for word, value in values.items():
            (convention,) = parse_directive(f"layout {choice} {word}").sentences
            assert isinstance(convention, Convention)
            assert getattr(convention.layout, field) is value


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("lett x: n", "lett", "did you mean 'let'"),
        ("let A: m x n symetric", "symetric", "did you mean 'symmetric'"),
        ("let A: m x", "m x", "expected a size"),
        ("let x", "x", "NAME: SIZE"),
        ("let A: n symmetric", "n symmetric", "square"),
        ("layout denominater", "denominater", "did you mean 'denominator'"),
        ("layout scalar-by-matrix n×n", "n×n", "p×q"),
        ("dims n", "n", "n = N"),
        ("ignore product", "product", "SHP001"),
        ("ignore shp001", "shp001", "found 'shp001'; write SHP001"),
        ("let A: m x n, x: n", "m x n, x: n", "expected ';' between declarations"),
        ("off please", "please", "nothing after"),
        ("", "", "let, def"),
        ("def z", "z", "NAME = FORMULA"),
        ("def z = ", "z =", "formula after"),
    ],
)
def test_errors_name_the_place_and_what_was_expected(text: str, place: str, words: str) -> None:
    parsed = parse_directive(text)
    assert [error.span.of(text) for error in parsed.errors] == [place]
    assert words in parsed.errors[0].message


def test_one_wrong_part_spoils_no_other() -> None:
    parsed = parse_directive("let x: n; A m × n; y: m")
    assert [s.symbol.name.letter for s in parsed.sentences if isinstance(s, Let)] == ["x", "y"]
    assert [e.span.of("let x: n; A m × n; y: m") for e in parsed.errors] == ["A m × n"]


def test_ignore_takes_codes_and_a_reason() -> None:
    (ignore,) = parse_directive("ignore SHP001, CHN002 -- shown as a warning example").sentences
    assert isinstance(ignore, Ignore)
    assert ignore.codes == ("SHP001", "CHN002")
    assert ignore.reason == "shown as a warning example"


def test_facts_for_the_configuration_hold_everywhere() -> None:
    facts, dims, layouts = facts_of(parse_directive("let A: n × n; v: n constant"))
    assert [str(f.value.shape) for f in facts if isinstance(f.value, ShapeFact)] == ["n × n", "n"]
    assert any(isinstance(f.value, DependsFact) and f.value.on == () for f in facts)
    assert all(f.trust is Trust.DIRECTIVE and f.scope == 0 for f in facts)
    assert not dims and not layouts


def test_directives_in_a_note_are_facts_of_the_highest_trust() -> None:
    note = Note("Let $A \\in \\mathbb{R}^{m \\times n}$.\n\n<!-- nablint: let A: p × q -->\n\nNow $A x$ it is.\n")
    assert note.known("A", "Now") == "p × q"


def test_an_error_in_a_note_points_into_the_directive() -> None:
    note = Note("Text.\n\n<!-- nablint: let A: n × n symetric -->\n")
    (error,) = note.declarations.errors
    assert error.span.of(note.text) == "symetric"


def test_ignore_alone_covers_the_next_block() -> None:
    text = "Before.\n\n<!-- nablint: ignore SHP001 -- on purpose -->\n\n$$A x$$\n\nAfter.\n"
    (suppression,) = Note(text).declarations.suppressions
    assert suppression.covers.of(text).strip() == "$$A x$$"
    assert suppression.reason == "on purpose"


def test_ignore_beside_text_covers_its_line() -> None:
    text = "One $A x$ <!-- nablint: ignore SHP001 -->\nTwo $A y$.\n"
    (suppression,) = Note(text).declarations.suppressions
    assert suppression.covers.of(text) == "One $A x$ <!-- nablint: ignore SHP001 -->"


def test_ignore_file_covers_all_and_off_silences_up_to_on() -> None:
    text = "<!-- nablint: ignore-file CHN002 -- habit -->\n\na\n\n<!-- nablint: off -->\n\nb\n\n<!-- nablint: on -->\n\nc\n"
    declarations = Note(text).declarations
    assert declarations.suppressions[0].covers.of(text) == text
    (silent,) = declarations.silent
    assert silent.of(text).strip() == "b"


def test_off_without_on_holds_to_the_end() -> None:
    text = "a\n\n<!-- nablint: off -->\n\nb\n"
    (silent,) = Note(text).declarations.silent
    assert silent.of(text).strip() == "b"


_NAMES = st.sampled_from(["n", "m", "N", "d_model", "n_h", "2n", "n+1", "3", "1"])


@given(st.lists(_NAMES, min_size=1, max_size=4), st.sampled_from([" × ", " x ", " by ", ", "]))
def test_a_written_size_reads_back_as_itself(axes: list[str], sign: str) -> None:
    first = parse_directive("let W: " + sign.join(axes))
    (let,) = first.sentences
    assert isinstance(let, Let)
    again = parse_directive(f"let W: {let.shape}")
    assert isinstance(again.sentences[0], Let)
    assert again.sentences[0].shape == let.shape


@given(st.text(alphabet="letdf igonrx:=;,×->()[]{}nmA1 2+*^_\\", max_size=60) | st.text(max_size=40))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for start in ("", "let ", "def ", "dims ", "layout ", "ignore "):
        parsed = parse_directive(start + text)
        for error in parsed.errors:
            assert 0 <= error.span.start <= error.span.end <= len(start + text)
