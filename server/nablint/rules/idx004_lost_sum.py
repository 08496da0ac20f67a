"""An average is written again without its sum.

What: a quantity, or a derivative, that its section writes as `1/m` times a sum over an index, and then again with the same
terms and the same factor but no sum. Where leaving out the index may turn a product into an inner product, and where the
factor of the average is gone as well, as for a single sample, nothing is reported.

Why: the terms alone are an array, or one term of many; code made from them averages nothing.

Example: `L = \\frac{1}{m} \\sum_{i=1}^{m} (p_i - y_i)`, and then `L = \\frac{1}{m} (p - y)`.

Use instead: `L = \\frac{1}{m} \\mathbf{1}^\\top (p - y)`.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from nablint.base.findings import Finding, Related, Severity
from nablint.readings.judged import Judged
from nablint.rules import wording


def check(judged: Judged) -> Iterator[Finding]:
    for lost in judged.lost_sums:
        after = lost.after
        quantity = wording.shown(judged, after.left_region, after.left)
        message = f"{quantity} is a sum over {lost.index} in this section; here the same terms stand without the sum"
        span = judged.note.place(after.region, after.right)
        related = (Related(lost.before.span, f"the sum over {lost.index} is written here"),)
        yield Finding("IDX004", Severity.WARNING, span, message, related)
