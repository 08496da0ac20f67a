"""Every rule by code and name. Names are known without importing a rule; its text is read only when somebody asks for it."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from nablint.base.values import dataclass

# A rule stands in a module `<code>_<name>` of this package; a test keeps this list equal to the files.
MODULES: tuple[str, ...] = (
    "dec001_conflicting_declaration",
    "dec002_annotation_mismatch",
    "dec003_undeclared_symbol",
    "dec004_reversed_membership",
    "shp001_product_mismatch",
    "shp002_sum_mismatch",
    "shp003_equation_mismatch",
    "shp004_not_square",
    "shp005_argument_mismatch",
    "shp006_elementwise_mismatch",
    "shp007_literal_mismatch",
    "idx001_index_range",
    "idx002_unused_index",
    "idx003_free_index",
    "idx004_lost_sum",
    "idx005_idle_dots",
    "chn001_chain_mismatch",
    "chn002_chain_order",
    "chn003_chain_link",
    "chn004_missing_path",
    "chn005_missing_transpose",
    "lay001_mixed_layout",
    "val001_wrong_derivative",
    "val002_transposed_derivative",
    "val003_wrong_step",
    "val004_lost_sign",
    "not001_unclosed_math",
    "not002_bad_directive",
    "not003_unused_suppression",
    "not004_unreadable_math",
)

FAMILIES: dict[str, str] = {
    "DEC": "Declarations",
    "SHP": "Shapes",
    "IDX": "Indices",
    "CHN": "Chain rules",
    "LAY": "Layouts",
    "VAL": "Values of derivatives",
    "NOT": "The note itself",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `summary` is the first line of its docstring, `doc` all of it."""

    code: str
    name: str
    summary: str
    doc: str
    module: str

    @property
    def family(self) -> str:
        return FAMILIES.get(self.code[:3], self.code[:3])


def code_and_name(module: str) -> tuple[str, str]:
    """("SHP001", "product-mismatch") of the module shp001_product_mismatch."""
    code, _, name = module.partition("_")
    return code.upper(), name.replace("_", "-")


_NAMES: dict[str, str] = dict(map(code_and_name, MODULES))


def rule_name(code: str) -> str:
    return _NAMES.get(code, code.lower())


def codes() -> tuple[str, ...]:
    """All codes in their order."""
    return tuple(_NAMES)


def is_known(code: str) -> bool:
    """Whether a code, or the beginning of one ("SHP"), names any rule."""
    return any(known.startswith(code) for known in _NAMES)


def find_code(text: str) -> str | None:
    """The code for a code or a name, however it is written."""
    wanted = text.strip()
    if wanted.upper() in _NAMES:
        return wanted.upper()
    return next((code for code, name in _NAMES.items() if name == wanted.lower()), None)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule with its text."""
    return tuple(map(_load, MODULES))


def rule_of(code: str) -> Rule | None:
    return next((_load(module) for module in MODULES if code_and_name(module)[0] == code), None)


def _load(module: str) -> Rule:
    code, name = code_and_name(module)
    doc = import_module(f"nablint.rules.{module}").__doc__ or ""
    summary, _, _ = doc.strip().partition("\n")
    return Rule(code, name, summary.strip(), doc.strip(), module)
