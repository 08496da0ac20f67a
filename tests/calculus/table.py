"""Derivatives that everybody agrees on, one a line: variable | declarations | expression | derivative in numerator layout.

In numerator layout the derivative is ∂vec(Y)/∂vec(X)ᵀ, column by column (of a matrix by a scalar: the shape of the matrix);
in denominator layout it is the transpose.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.calculus import further_matrices, further_vectors


@dataclass(frozen=True)
class Identity:
    wrt: str
    lets: str
    expression: str
    numerator: str


SCALARS = r"""
u | u: 1 | u^5 | 5 u^4
u | u: 1; c: 1 | c u^2 + 3 u - 7 | 2 c u + 3
u | u: 1 positive | \log(u) | \frac{1}{u}
u | u: 1 positive | u \log(u) | \log(u) + 1
u | u: 1 positive | \sqrt{u} | \frac{1}{2\sqrt{u}}
u | u: 1 | e^{3u} | 3 e^{3u}
u | u: 1; k: 1 | \sin(k u) | k \cos(k u)
u | u: 1 | \cos(u)^2 | -2 \sin(u)\cos(u)
u | u: 1 | \tan(u) | \frac{1}{\cos^2(u)}
u | u: 1 | \sinh(u) + \cosh(u) | \cosh(u) + \sinh(u)
u | u: 1 | \tanh(2u) | 2(1 - \tanh^2(2u))
u | u: 1 | \frac{1}{1 + u^2} | -\frac{2u}{(1+u^2)^2}
u | u: 1 | \arctan(u) | \frac{1}{1+u^2}
u | u: 1 | \arcsin(u) | \frac{1}{\sqrt{1-u^2}}
u | u: 1 | \sigma(u) | \sigma(u)(1-\sigma(u))
u | u: 1 | \log(1 + e^u) | \sigma(u)
u | u: 1 | u \sigma(u) | \sigma(u) + u \sigma(u)(1-\sigma(u))
u | u: 1 positive; v: 1 positive | u^v | v u^{v-1}
v | u: 1 positive; v: 1 positive | u^v | u^v \log(u)
u | u: 1; v: 1 | \frac{u - v}{u + v} | \frac{2v}{(u+v)^2}
u | u: 1 | (u^2+1)^3 | 6u(u^2+1)^2
u | u: 1 | e^{-u^2} | -2u e^{-u^2}
u | u: 1 | \sin(\cos(u)) | -\cos(\cos(u))\sin(u)
u | u: 1 positive | \log(\sin(u)) | \frac{\cos(u)}{\sin(u)}
u | u: 1; m: 1; s: 1 positive | \frac{(u-m)^2}{2 s^2} | \frac{u-m}{s^2}
s | u: 1; m: 1; s: 1 positive | \frac{(u-m)^2}{2 s^2} | -\frac{(u-m)^2}{s^3}
s | u: 1; m: 1; s: 1 positive | \log(s) + \frac{(u-m)^2}{2 s^2} | \frac{1}{s} - \frac{(u-m)^2}{s^3}
u | u: 1 | |u| | \operatorname{sign}(u)
u | u: 1 | \max(u, 0) | \frac{1 + \operatorname{sign}(u)}{2}
"""

SCALAR_BY_VECTOR = r"""
w | w: d; g: d | g^T w | g^T
w | w: d; g: d | w^T g | g^T
w | w: d | w^T w | 2 w^T
w | w: d; g: d | (w - g)^T (w - g) | 2 (w-g)^T
w | w: d; Q: d × d | w^T Q w | w^T (Q + Q^T)
w | w: d; Q: d × d symmetric | w^T Q w | 2 w^T Q
w | w: d; Q: d × d symmetric; g: d; c: 1 | \frac{1}{2} w^T Q w - g^T w + c | w^T Q - g^T
w | w: d; H: k × d; y: k | \|H w - y\|^2 | 2 (Hw-y)^T H
w | w: d; H: k × d; y: k | \frac{1}{2}\|y - H w\|_2^2 | -(y - Hw)^T H
w | w: d; H: k × d; y: k | \|H w - y\| | \frac{(Hw-y)^T H}{\|Hw-y\|}
w | w: d; H: k × d; y: k; r: 1 | \|H w - y\|^2 + r \|w\|^2 | 2 (Hw-y)^T H + 2 r w^T
w | w: d; H: k × d; y: k; W: k × k symmetric | (y - H w)^T W (y - H w) | -2 (y-Hw)^T W H
w | w: d; g: d | e^{g^T w} | e^{g^T w} g^T
w | w: d; g: d | \log(1 + e^{g^T w}) | \sigma(g^T w) g^T
w | w: d; g: d | \sigma(g^T w) | \sigma(g^T w)(1-\sigma(g^T w)) g^T
w | w: d; g: d; t: 1 | -t \log(\sigma(g^T w)) - (1-t)\log(1-\sigma(g^T w)) | (\sigma(g^T w) - t) g^T
w | w: d; g: d | \tanh(g^T w) | (1-\tanh^2(g^T w)) g^T
w | w: d; g: d | (g^T w)^2 | 2 (g^T w) g^T
w | w: d; g: d; h: d | (g^T w)(h^T w) | (h^T w) g^T + (g^T w) h^T
w | w: d; g: d; h: d | \frac{g^T w}{h^T w} | \frac{g^T}{h^T w} - \frac{(g^T w) h^T}{(h^T w)^2}
w | w: d | \|w\| | \frac{w^T}{\|w\|}
w | w: d | \|w\|^4 | 4 \|w\|^2 w^T
w | w: d | \frac{1}{\|w\|} | -\frac{w^T}{\|w\|^3}
w | w: d | \|w\|_1 | \operatorname{sign}(w)^T
w | w: d | \log(\|w\|^2) | \frac{2 w^T}{w^T w}
w | w: d | \sum_{i=1}^d w_i^3 | 3 (w \odot w)^T
w | w: d; g: d | \sum_{i=1}^d g_i \sin(w_i) | (g \odot \cos(w))^T
w | w: d | \log(\sum_{i=1}^d e^{w_i}) | \operatorname{softmax}(w)^T
w | w: d | \operatorname{logsumexp}(w) | \operatorname{softmax}(w)^T
w | w: d; y: d | -y^T \log(\operatorname{softmax}(w)) | (\mathbf{1}_d^T y) \operatorname{softmax}(w)^T - y^T
w | w: d | \mathbf{1}_d^T w | \mathbf{1}_d^T
w | w: d | \mathbf{1}_d^T e^{w} | (e^{w})^T
w | w: d positive | w^T \log(w) | (\log(w) + \mathbf{1}_d)^T
w | w: d; G: d × d pd | \sqrt{w^T G w} | \frac{w^T G}{\sqrt{w^T G w}}
w | w: d; m: d; S: d × d pd | -\frac{1}{2}(w-m)^T S^{-1}(w-m) | -(w-m)^T S^{-1}
w | w: d; m: d; S: d × d invertible | (w-m)^T S^{-1}(w-m) | (w-m)^T(S^{-1}+S^{-T})
w | w: d; G: k × d; H: k × d | (G w)^T (H w) | w^T (G^T H + H^T G)
w | w: d; G: k × d; y: k | y^T \tanh(G w) | (y \odot (\mathbf{1}_k - \tanh^2(Gw)))^T G
w | w: d; G: k × d | \mathbf{1}_k^T \operatorname{relu}(G w) | \operatorname{step}(Gw)^T G
w | w: d; G: d × d | \operatorname{tr}(w w^T G) | w^T (G + G^T)
w | w: d; c: 1 | \operatorname{tr}(c I_d + w w^T) | 2 w^T
w | w: d; G: d × d pd | \log\det(G + w w^T) | 2 w^T (G + w w^T)^{-1}
w | w: d; g: d | \langle w, g \rangle^3 | 3 \langle w, g\rangle^2 g^T
w | w: d; g: d | \frac{w^T g}{\|w\|\,\|g\|} | \frac{g^T}{\|w\|\|g\|} - \frac{(w^T g) w^T}{\|w\|^3\|g\|}
w | w: d | \sqrt{1 + w^T w} | \frac{w^T}{\sqrt{1+w^T w}}
w | w: d; D: d × d diagonal | w^T D w | 2 w^T D
w | w: d; U: d × d orthogonal | w^T U^T U w | 2 w^T
"""

VECTOR_BY_VECTOR = r"""
w | w: d | w | I_d
w | w: d; G: k × d | G w | G
w | w: d; G: k × d; b: k | G w + b | G
w | w: d; G: d × k | G^T w | G^T
w | w: d; G: d × k | w^T G | G^T
w | w: d; c: 1 | c w | c I_d
w | w: d; g: d | g \odot w | \operatorname{diag}(g)
w | w: d | w \odot w | 2 \operatorname{diag}(w)
w | w: d | \sin(w) | \operatorname{diag}(\cos(w))
w | w: d | e^{w} | \operatorname{diag}(e^{w})
w | w: d | \tanh(w) | \operatorname{diag}(\mathbf{1}_d - \tanh^2(w))
w | w: d | \operatorname{relu}(w) | \operatorname{diag}(\operatorname{step}(w))
w | w: d | \operatorname{abs}(w) | \operatorname{diag}(\operatorname{sign}(w))
w | w: d positive | \log(w) | \operatorname{diag}(w)^{-1}
w | w: d | \operatorname{softmax}(w) | \operatorname{diag}(softmax(w)) - softmax(w) softmax(w)^T
w | w: d; G: k × d | \operatorname{softmax}(G w) | (\operatorname{diag}(softmax(Gw)) - softmax(Gw) softmax(Gw)^T) G
w | w: d; G: k × d; b: k | \tanh(G w + b) | \operatorname{diag}(\mathbf{1}_k - \tanh^2(Gw+b)) G
w | w: d; G: k × d; b: k | \sigma(G w + b) | \operatorname{diag}(\sigma(Gw+b)\odot(\mathbf{1}_k-\sigma(Gw+b))) G
w | w: d; V: j × k; G: k × d | V \sin(G w) | V \operatorname{diag}(\cos(Gw)) G
w | w: d; V: j × k; G: k × d | V \operatorname{relu}(G w) | V \operatorname{diag}(\operatorname{step}(Gw)) G
w | w: d; G: k × d; H: k × d | (G w) \odot (H w) | \operatorname{diag}(Hw) G + \operatorname{diag}(Gw) H
w | w: d; g: d | (g^T w) w | (g^T w) I_d + w g^T
w | w: d; g: d; h: k | (g^T w) h | h g^T
w | w: d | (w^T w) w | (w^T w) I_d + 2 w w^T
w | w: d | \frac{w}{\|w\|} | \frac{1}{\|w\|}(I_d - \frac{w w^T}{w^T w})
w | w: d | w - \frac{1}{d}\mathbf{1}_d \mathbf{1}_d^T w | I_d - \frac{1}{d}\mathbf{1}_d\mathbf{1}_d^T
w | w: d; G: d × d invertible | G^{-1} w | G^{-1}
w | w: d; g: d | \operatorname{diag}(w) g | \operatorname{diag}(g)
w | w: d; Q: d × d | w (w^T Q w) | (w^T Q w) I_d + w w^T (Q + Q^T)
w | w: d; g: d | \|w - g\| g | \frac{g (w-g)^T}{\|w-g\|}
w | w: d; g: d | w \oslash g | \operatorname{diag}(g)^{-1}
w | w: d; G: d × d | G w \odot w | \operatorname{diag}(w) G + \operatorname{diag}(Gw)
w | w: d; G: k × d; g: k | G w - (g^T G w) g | G - g g^T G
"""

SCALAR_BY_MATRIX = r"""
M | M: d × d | \operatorname{tr}(M) | I_d
M | M: k × d; G: d × k | \operatorname{tr}(G M) | G
M | M: k × d; G: d × k | \operatorname{tr}(M G) | G
M | M: k × d; G: k × d | \operatorname{tr}(G^T M) | G^T
M | M: k × d | \operatorname{tr}(M^T M) | 2 M^T
M | M: k × d | \|M\|_F^2 | 2 M^T
M | M: k × d | \|M\|_F | \frac{M^T}{\|M\|_F}
M | M: k × d; G: k × d | \|M - G\|_F^2 | 2 (M-G)^T
M | M: k × d; G: j × k; H: j × d | \|G M - H\|_F^2 | 2 (GM-H)^T G
M | M: k × d; G: d × j; H: k × j | \|M G - H\|_F^2 | 2 G (MG-H)^T
M | M: k × d; Q: k × k | \operatorname{tr}(M^T Q M) | M^T (Q + Q^T)
M | M: k × d; Q: d × d | \operatorname{tr}(M Q M^T) | (Q + Q^T) M^T
M | M: d × d | \operatorname{tr}(M M) | 2 M
M | M: d × d; G: d × d | \operatorname{tr}(M G M) | G M + M G
M | M: d × d | \operatorname{tr}(M^4) | 4 M^3
M | M: k × d; g: k; h: d | g^T M h | h g^T
M | M: k × d; g: k; h: d | h^T M^T g | h g^T
M | M: k × d; h: d | \|M h\|^2 | 2 h h^T M^T
M | M: k × d; h: d; y: k | \frac{1}{2}\|M h - y\|^2 | h (Mh - y)^T
M | M: k × d; h: d; y: k | y^T \tanh(M h) | h (y \odot (\mathbf{1}_k - \tanh^2(Mh)))^T
M | M: k × d; h: d; y: k | y^T \sigma(M h) | h (y \odot \sigma(Mh) \odot (\mathbf{1}_k - \sigma(Mh)))^T
M | M: k × d; h: d | \mathbf{1}_k^T e^{M h} | h (e^{Mh})^T
M | M: d × d; g: d; h: d | h^T M M^T g | M^T (g h^T + h g^T)
M | M: d × d invertible | \det(M) | \det(M) M^{-1}
M | M: d × d pd | \log\det(M) | M^{-1}
M | M: d × d invertible | \det(M)^3 | 3 \det(M)^3 M^{-1}
M | M: d × d invertible | \det(2 M) | \det(2M) M^{-1}
M | M: d × d invertible; G: d × d | \operatorname{tr}(M^{-1} G) | -M^{-1} G M^{-1}
M | M: d × d invertible; g: d; h: d | g^T M^{-1} h | -M^{-1} h g^T M^{-1}
M | M: d × d pd; x: d | x^T M^{-1} x + \log\det M | -M^{-1} x x^T M^{-1} + M^{-1}
M | M: k × d | \log\det(I_k + M M^T) | 2 M^T (I_k + M M^T)^{-1}
M | M: k × d; G: d × k; H: k × d | \operatorname{tr}(G (M \odot H)) | G \odot H^T
M | M: k × d | \mathbf{1}_k^T M \mathbf{1}_d | \mathbf{1}_d \mathbf{1}_k^T
M | M: k × d | \sum_{i=1}^k \sum_{j=1}^d M_{ij}^2 | 2 M^T
M | M: k × d; H: k × d | \sum_{i=1}^k \sum_{j=1}^d H_{ij} e^{M_{ij}} | (H \odot \exp(M))^T
M | M: d × d; G: d × d | \operatorname{tr}(G M^T G M) | G M^T G + (G M G)^T
M | M: d × d; h: d | (h^T M h)^2 | 2 (h^T M h) h h^T
M | M: k × d; G: j × k; h: d; y: j | \|G \tanh(M h) - y\|^2 | 2 h ((G^T (G\tanh(Mh) - y)) \odot (\mathbf{1}_k - \tanh^2(Mh)))^T
G | M: k × d; G: j × k; h: d; y: j | \|G \tanh(M h) - y\|^2 | 2 \tanh(Mh) (G\tanh(Mh) - y)^T
M | M: d × d | \operatorname{tr}(M \otimes M) | 2 \operatorname{tr}(M) I_d
M | M: k × d; V: k × d; r: 1 | \frac{r}{2}\|M\|_F^2 + \operatorname{tr}(V^T M) | r M^T + V^T
M | M: k × d; h: d; y: k | -y^T \log(\operatorname{softmax}(M h)) | h ((\mathbf{1}_k^T y)\operatorname{softmax}(Mh) - y)^T
"""

BY_SCALAR = r"""
s | s: 1; g: k; h: k | g + s h | h
s | s: 1; g: k | s^2 g | 2 s g
s | s: 1; g: k | \sin(s g) | g \odot \cos(s g)
s | s: 1; G: k × d; h: d | s G h | G h
s | s: 1; G: k × d; H: k × d | G + s H | H
s | s: 1; G: d × d invertible; H: d × d | (G + s H)^{-1} | -(G+sH)^{-1} H (G+sH)^{-1}
s | s: 1; G: d × d invertible; H: d × d | \det(G + s H) | \det(G+sH)\operatorname{tr}((G+sH)^{-1} H)
s | s: 1; G: d × d; H: d × d | \operatorname{tr}((G + s H)^2) | 2\operatorname{tr}((G+sH) H)
s | s: 1; G: k × d; H: d × j; R: k × d | (G + s R) H | R H
s | s: 1; G: d × d | e^{s G} | G e^{s G}
s | s: 1; G: k × d; H: j × i | (s G) \otimes H | G \otimes H
s | s: 1; G: k × d; H: k × d | (s^3 G) \odot H | 3 s^2 G \odot H
s | s: 1; g: k | \|s g\|^2 | 2 s \|g\|^2
s | s: 1; g: k; h: k | \|g - s h\|^2 | -2 h^T (g - s h)
"""

MATRIX_BY_MATRIX = r"""
M | M: k × d | M | I_d \otimes I_k
M | M: k × d | M^T | K_{kd}
M | M: k × d; G: j × k | G M | I_d \otimes G
M | M: k × d; G: d × j | M G | G^T \otimes I_k
M | M: k × d; G: j × k; H: d × i | G M H | H^T \otimes G
M | M: k × d; h: d | M h | h^T \otimes I_k
M | M: k × d; g: k | g^T M | I_d \otimes g^T
M | M: k × d; c: 1 | c M | c (I_d \otimes I_k)
M | M: d × d | M^2 | M^T \otimes I_d + I_d \otimes M
M | M: d × d invertible | M^{-1} | -M^{-T} \otimes M^{-1}
M | M: d × d invertible; G: d × j | M^{-1} G | -(M^{-1} G)^T \otimes M^{-1}
M | M: k × d; H: k × d | M \odot H | \operatorname{diag}(\operatorname{vec}(H))
M | M: k × d | \sin(M) | \operatorname{diag}(\operatorname{vec}(\cos(M)))
M | M: k × d; G: d × j | \tanh(M G) | diag(vec(\mathbf{1}_k\mathbf{1}_j^T - \tanh^2(MG))) (G^T \otimes I_k)
M | M: k × d; G: k × k | M^T G M | ((G M)^T \otimes I_d) K_{kd} + I_d \otimes (M^T G)
M | M: d × d; G: j × i | \operatorname{tr}(M) G | \operatorname{vec}(G)\operatorname{vec}(I_d)^T
M | M: k × d; h: d; b: k | \sigma(M h + b) | h^T \otimes \operatorname{diag}(\sigma(Mh+b) \odot (\mathbf{1}_k - \sigma(Mh+b)))
w | w: d | w w^T | w \otimes I_d + I_d \otimes w
w | w: d; g: k | w g^T | g \otimes I_d
w | w: d; g: k | g w^T | I_d \otimes g
"""


def _read(text: str) -> list[Identity]:
    rows = [[part.strip() for part in line.split(" | ")] for line in text.strip().splitlines()]
    return [Identity(*row) for row in rows]


GROUPS: dict[str, list[Identity]] = {
    "scalars": _read(SCALARS),
    "scalar by vector": _read(SCALAR_BY_VECTOR),
    "vector by vector": _read(VECTOR_BY_VECTOR),
    "scalar by matrix": _read(SCALAR_BY_MATRIX),
    "by scalar": _read(BY_SCALAR),
    "matrix by matrix": _read(MATRIX_BY_MATRIX),
}
FURTHER: dict[str, list[Identity]] = {
    "scalars": _read(further_vectors.SCALARS),
    "by scalar": _read(further_vectors.BY_SCALAR),
    "scalar by vector": _read(further_vectors.SCALAR_BY_VECTOR),
    "vector by vector": _read(further_vectors.VECTOR_BY_VECTOR),
    "scalar by matrix": _read(further_matrices.SCALAR_BY_MATRIX),
    "matrix by matrix": _read(further_matrices.MATRIX_BY_MATRIX),
}
IDENTITIES: list[Identity] = [identity for group in GROUPS.values() for identity in group]
