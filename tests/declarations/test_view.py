"""What is visible where: sections firm and soft, later before earlier, trust, fonts, families of indices."""

from __future__ import annotations

from nablint.declarations.facts import SymbolKey, Trust
from nablint.parse.nodes import Name
from nablint.sizes.dims import Answer, Dim
from tests.declarations.reading import Note

_X = SymbolKey(Name("x"))


def test_a_fact_is_firm_in_its_section_and_soft_afterwards() -> None:
    note = Note("# One\n\nLet $x \\in \\mathbb{R}^n$. Here one.\n\n## Below\n\nHere below.\n\n# Two\n\nHere two.\n")
    for words, firm in (("Here one", True), ("Here below", True), ("Here two", False)):
        known = note.at(words).known(_X)
        assert known is not None
        assert (str(known.shape), known.firm) == ("n", firm)


def test_setup_sections_hold_to_the_end() -> None:
    note = Note("# Notation\n\nLet $x \\in \\mathbb{R}^n$.\n\n# Two\n\nHere two.\n")
    known = note.at("Here two").known(_X)
    assert known is not None and known.firm


def test_nothing_holds_before_it_is_said() -> None:
    note = Note("Early words.\n\nThen $x$ appears.\n\nLet $x \\in \\mathbb{R}^n$.\n")
    assert note.at("Early").known(_X) is None


def test_where_speaks_of_the_formula_before() -> None:
    note = Note("Start.\n\n$$y = A x.$$\n\nwhere $A \\in \\mathbb{R}^{m \\times n}$.\n")
    assert note.known("A", "y = A x") == "m × n"


def test_a_later_declaration_replaces_an_earlier_one() -> None:
    note = Note("Let $x \\in \\mathbb{R}^n$. First.\n\nLet $x \\in \\mathbb{R}^m$. Second.\n")
    assert note.known("x", "First") == "n"
    assert note.known("x", "Second") == "m"


def test_a_directive_beats_what_the_text_says() -> None:
    note = Note("<!-- nablint: let x: k -->\n\nLet $x \\in \\mathbb{R}^n$. Here.\n")
    assert note.known("x", "Here") == "k"


def test_a_bare_word_takes_nothing_away() -> None:
    note = Note("Let $x \\in \\mathbb{R}^{1 \\times n}$. Scale the vector $x$. Here.\n")
    assert note.known("x", "Here") == "1 × n"


def test_a_firm_declaration_beats_a_soft_one() -> None:
    note = Note("# One\n\nLet $x \\in \\mathbb{R}^n$.\n\n# Two\n\nLet $x \\in \\mathbb{R}^m$.\n\nHere.\n")
    known = note.at("Here").known(_X)
    assert known is not None and (str(known.shape), known.firm) == ("m", True)


def test_soft_facts_of_several_sections_that_differ_tell_nothing() -> None:
    note = Note("# One\n\nLet $x \\in \\mathbb{R}^n$.\n\n# Two\n\nLet $x \\in \\mathbb{R}^m$.\n\n# Three\n\nHere.\n")
    known = note.at("Here").known(_X)
    assert known is None or str(known.shape) == "unknown"


def test_a_redefinition_ends_what_was_known() -> None:
    note = Note("Let $x \\in \\mathbb{R}^n$.\n\nNow $$x := B y$$\n\nHere.\n")
    known = note.at("Here").known(_X)
    assert known is None or str(known.shape) == "unknown"


def test_a_variant_in_another_font_stands_for_the_one_declared() -> None:
    note = Note("Let $\\mathbf{x} \\in \\mathbb{R}^n$. Here.\n")
    assert note.known("x", "Here") == "n"
    both = Note("Let $\\mathbf{x} \\in \\mathbb{R}^n$ and $\\vec{x} \\in \\mathbb{R}^m$. Here.\n")
    assert both.known("x", "Here") is None


def test_members_of_a_family_share_their_shape() -> None:
    note = Note("Let $h_t \\in \\mathbb{R}^d$, $W^{(l)} \\in \\mathbb{R}^{n_l \\times n_{l-1}}$. Here.\n")
    assert note.known("h", "Here", sub="t-1") == "d"
    assert note.known("h", "Here", sub="0") == "d"
    assert note.known("W", "Here", sup="(2)") == "n_2 × n_1"
    assert note.known("W", "Here", sup="(l+1)") == "n_{l+1} × n_l"
    assert note.known("W", "Here", sup="(L)") == "n_L × n_{L-1}"


def test_names_are_no_family() -> None:
    note = Note("Let $W_f \\in \\mathbb{R}^{h \\times d}$, $W_1 \\in \\mathbb{R}^{h \\times d}$. Here.\n")
    assert note.known("W", "Here", sub="o") is None
    assert note.known("W", "Here", sub="2") is None


def test_an_entry_is_not_its_vector() -> None:
    note = Note("Let $x \\in \\mathbb{R}^n$. Here.\n")
    assert note.known("x", "Here", sub="i") is None


def test_structure_comes_with_the_declaration_and_goes_with_it() -> None:
    note = Note("Let $A$ be a symmetric $n \\times n$ matrix. First.\n\nLet $A \\in \\mathbb{R}^{m \\times n}$. Second.\n")
    key = SymbolKey(Name("A"))
    first, second = note.at("First").known(key), note.at("Second").known(key)
    assert first is not None and "SYMMETRIC" in {f.name for f in first.structure}
    assert second is not None and not second.structure


def test_stated_equations_between_sizes_are_known() -> None:
    note = Note(
        "Let $W \\in \\mathbb{R}^{d_{model} \\times h}$ and $V \\in \\mathbb{R}^{h \\times d_v}$, "
        "where $d_{model} = h\\, d_v$. Here.\n"
    )
    product = Dim.name("h") * Dim.name("d_v")
    assert note.at("Here").dims.equal(Dim.name("d_model"), product) is Answer.YES


def test_a_quotient_of_sizes_is_a_product() -> None:
    note = Note("Let $Q \\in \\mathbb{R}^{n \\times d_k}$, $W \\in \\mathbb{R}^{d \\times h}$ with $d_k = d / h$. Here.\n")
    assert note.at("Here").dims.equal(Dim.name("d"), Dim.name("d_k") * Dim.name("h")) is Answer.YES


def test_an_equation_under_a_condition_is_not_stated() -> None:
    note = Note("Let $A \\in \\mathbb{R}^{m \\times n}$. If $m = n$ it is square. Here.\n")
    assert note.at("Here").dims.equal(Dim.name("m"), Dim.name("n")) is Answer.NO


def test_two_shapes_in_one_display_conflict() -> None:
    note = Note("$$A \\in \\mathbb{R}^{m \\times n}, \\quad A \\in \\mathbb{R}^{n \\times m}$$\n")
    ((first, second),) = note.index.conflicts()
    assert first.span.of(note.text) == r"\mathbb{R}^{m \times n}"
    assert second.span.of(note.text) == r"\mathbb{R}^{n \times m}"


def test_two_shapes_in_two_sentences_do_not_conflict() -> None:
    note = Note("Let $A \\in \\mathbb{R}^{m \\times n}$. Then let $A \\in \\mathbb{R}^{n \\times m}$.\n")
    assert note.index.conflicts() == []


def test_the_scalar_and_the_matrix_of_one_by_one_do_not_conflict() -> None:
    note = Note("Let $c \\in \\mathbb{R}$ be a scalar $c \\in \\mathbb{R}^{1 \\times 1}$.\n")
    assert note.index.conflicts() == []


def test_a_layout_named_late_is_that_of_the_whole_note() -> None:
    note = Note("Early.\n\nIn this note we use the denominator layout.\n")
    assert len(note.at("Early").layouts) == 1


def test_a_directive_for_the_layout_comes_first() -> None:
    note = Note("In this note we use the denominator layout.\n\n<!-- nablint: layout numerator -->\n\nHere.\n")
    first, second = note.at("Here").layouts
    assert (first.trust, second.trust) == (Trust.DIRECTIVE, Trust.PROSE)


def test_definitions_and_dependences_are_found() -> None:
    note = Note("$$z = A x$$\n\nThe matrix $A$ does not depend on $x$. Here.\n")
    view = note.at("Here")
    definition, dependence = view.definition(SymbolKey(Name("z"))), view.depends(SymbolKey(Name("A")))
    assert definition is not None and definition.trust is Trust.DEFINITION
    assert dependence is not None and dependence.on == ()


def test_what_is_said_under_a_condition_holds_for_its_sentence() -> None:
    note = Note("If $R$ is an $n \\times m$ matrix, then $R x$ is fine. Here it is another.\n")
    assert note.known("R", "R x") == "n × m"
    assert note.known("R", "Here") == "unknown"


def test_a_matrix_introduced_anew_is_no_longer_the_one_before() -> None:
    note = Note("Let $A \\in \\mathbb{R}^{m \\times n}$. First.\n\nA square matrix $A$ has a trace. Second.\n")
    assert note.known("A", "First") == "m × n"
    assert note.known("A", "Second") == "? × ?"
    assert Note("Let $A \\in \\mathbb{R}^{m \\times n}$. The matrix $A$ is long. Here.\n").known("A", "Here") == "m × n"


def test_a_layout_that_one_item_turns_to_ends_with_it() -> None:
    note = Note(
        "In this note we use the denominator layout.\n\n"
        "1. Now we consider the numerator layout. First.\n\n2. Another. Second.\n"
    )
    first, second = note.at("First").layouts[0], note.at("Second").layouts[0]
    assert first.layout != second.layout
    assert second.text == "denominator layout"


def test_subsections_of_preliminaries_explain_and_declare_nothing_for_the_rest() -> None:
    text = "# Preliminaries\n\n{0}\n\n## Products\n\n{1}\n\n# Main\n\nHere.\n"
    own = Note(text.format("Let $x \\in \\mathbb{R}^n$.", "Text.")).at("Here").known(_X)
    below = Note(text.format("Text.", "Let $x \\in \\mathbb{R}^n$.")).at("Here").known(_X)
    assert own is not None and own.firm
    assert below is not None and not below.firm


def test_a_redefinition_keeps_what_its_own_sentence_says() -> None:
    note = Note(
        "$$a) \\quad f(z) = \\log z$$\n\n$$b) \\quad f(z) = \\sin(z)$$\n\n$$f : \\mathbb{R}^E \\to \\mathbb{R}^E$$\n\nHere.\n"
    )
    assert note.known("f", "Here") == "E → E"


def test_marks_that_contradict_earlier_ones_begin_something_new() -> None:
    first = "Let $f : \\mathbb{R}^E \\to \\mathbb{R}^E$.\n\n$$\\underbrace{\\frac{df}{dx}}_{E \\times D}$$\n\nOne.\n\n"
    again = Note(first + "$$\\underbrace{\\frac{df}{dx}}_{1 \\times D}$$\n\nTwo.\n")
    assert again.known("f", "One") == "E → E"
    assert again.known("f", "Two") == "unknown"
    transposed = Note(first + "$$\\underbrace{\\frac{df}{dx}}_{D \\times E}$$\n\nTwo.\n")
    assert transposed.known("f", "Two") == "E → E"
    told = Note(first + "Let $f : \\mathbb{R}^D \\to \\mathbb{R}$.\n\n$$\\underbrace{\\frac{df}{dx}}_{1 \\times D}$$\n\nTwo.\n")
    assert told.known("f", "Two") == "D → scalar"
