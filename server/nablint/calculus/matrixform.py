"""The shortest matrix form of a value, as a syntax node; with vec and Kronecker above two axes; or the reason there is none."""

from __future__ import annotations

from collections.abc import Callable

from nablint.base.values import dataclass
from nablint.calculus.former import Former, NoForm, Shapes
from nablint.calculus.forms import Form, resized
from nablint.calculus.indexform import entry_form
from nablint.calculus.metering import metered
from nablint.calculus.terms import Index
from nablint.calculus.values import Value
from nablint.calculus.vecforms import vec_form
from nablint.calculus.writing import write
from nablint.parse.nodes import Node
from nablint.parse.render import render_unicode
from nablint.sizes.dims import Dim
from nablint.sizes.layouts import Layout, VectorByVector


@dataclass(frozen=True, slots=True)
class MatrixForm:
    """`kind` is "matrix", "vec" (∂vec(Y)/∂vec(X)ᵀ, its transpose in denominator layout) or "index"; `why` says why it is
    no plain matrix form."""

    node: Node
    kind: str
    why: str = ""


def matrix_form(
    value: Value,
    shapes: Shapes,
    layout: Layout,
    of_axes: int = 0,
    hessian: int = 0,
    known: Callable[[Dim], Dim] | None = None,
) -> MatrixForm:
    """`of_axes`: how many axes of a tensor belong to what was derived; `hessian`: where a number was derived twice, how many
    belong to the variable of the first derivative. `known` says what sizes are that the author left out."""
    with metered():
        return _form(value, shapes, layout, of_axes, hessian, known)


def _form(
    value: Value, shapes: Shapes, layout: Layout, of_axes: int, hessian: int, known: Callable[[Dim], Dim] | None
) -> MatrixForm:
    former = Former(shapes, layout)

    def written(form: Form) -> Node:
        return write(form if known is None else resized(form, known))

    try:
        if not value.is_tensor:
            return MatrixForm(written(former.form(value.term, value.axes[0], value.axes[1])), "matrix")
        second = not of_axes and 0 < hessian < len(value.indices)
        above, beside = (value.indices[:hessian], value.indices[hessian:]) if second else sides(value, layout, of_axes)
        why = f"order {len(value.indices)}: {'∂²/∂vec ∂vecᵀ' if second else '∂vec/∂vecᵀ'}, column by column"
        return MatrixForm(written(vec_form(former, value.term, above, beside)), "vec", why)
    except NoForm as reason:
        node, letters = entry_form(value, shapes, layout)
        sizes = " × ".join(str(i.dim) for i in value.indices)
        why = f"no matrix form: order {len(value.indices)}, axes {sizes}" if value.is_tensor else f"no matrix form: {reason}"
        entry = f"; this is the entry {', '.join(map(render_unicode, letters))}" if letters else ""
        return MatrixForm(node, "index", why + entry)


def sides(value: Value, layout: Layout, of_axes: int) -> tuple[tuple[Index, ...], tuple[Index, ...]]:
    """Rows and columns of the vec form: Y then X, or X then Y in denominator layout."""
    axes = value.indices
    cut = len(axes) - of_axes if layout.vv is VectorByVector.ROWS_X else of_axes
    return axes[:cut], axes[cut:]
