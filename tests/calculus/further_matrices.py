"""More derivatives by matrices, in lines as in `table`; each was checked against finite differences by hand."""

from __future__ import annotations

SCALAR_BY_MATRIX = r"""
X | X: m × n; A: m × n; B: m × n | \operatorname{tr}(X^T A) + \operatorname{tr}(B X^T) | A^T + B^T
X | X: m × n; A: p × m; B: n × p | \operatorname{tr}(A X B) | B A
X | X: m × n; A: p × m; B: n × q; C: q × p | \operatorname{tr}(A X B C) | B C A
X | X: m × n; A: p × n; B: m × p | \operatorname{tr}(A X^T B) | A^T B^T
X | X: m × n; A: m × m | \operatorname{tr}(X^T A X) | X^T (A + A^T)
X | X: m × n; A: m × m symmetric | \operatorname{tr}(X^T A X) | 2 X^T A
X | X: m × n; A: n × n symmetric | \operatorname{tr}(X A X^T) | 2 A X^T
X | X: m × n; A: n × n; B: m × m | \operatorname{tr}(X A X^T B) | A X^T B + A^T X^T B^T
X | X: m × n; A: n × n symmetric; B: m × m symmetric | \operatorname{tr}(X A X^T B) | 2 A X^T B
X | X: m × n; A: p × m; B: n × n; C: m × p | \operatorname{tr}(A X B X^T C) | B X^T C A + B^T X^T A^T C^T
X | X: m × n; A: p × m; b: 1; B: p × n | b \|A X + B\|_F^2 | 2 b (A X + B)^T A
X | X: m × n; A: p × m; B: n × q; C: p × q | \|A X B - C\|_F^2 | 2 B (A X B - C)^T A
X | X: m × n; A: p × m; B: n × q; C: p × q | \frac{\|A X B + C\|_F^2}{2} | B (A X B + C)^T A
X | X: m × n; A: p × n; B: m × q; C: p × q | \|A X^T B - C\|_F^2 | 2 A^T (A X^T B - C) B^T
X | X: m × n; A: p × m; B: p × n; \lambda: 1 | \|A X - B\|_F^2 + \lambda \|X\|_F^2 | 2 (A X - B)^T A + 2 \lambda X^T
X | X: m × n; A: p × m; B: n × q; C: p × q | \|A X B - C\|_F | \frac{B (A X B - C)^T A}{\|A X B - C\|_F}
X | X: m × n | \|X^T X\|_F^2 | 4 X^T X X^T
X | X: m × n | \|X X^T - I_m\|_F^2 | 4 X^T (X X^T - I_m)
X | X: m × n; A: n × n symmetric | \|X^T X - A\|_F^2 | 4 (X^T X - A) X^T
X | X: m × n | \|X\|_F^4 | 4 \|X\|_F^2 X^T
X | X: m × n; A: m × n; W: m × n | \|W \odot (X - A)\|_F^2 | 2 ((W^T \odot W^T) \odot (X^T - A^T))
X | X: m × n; A: m × n | (\operatorname{tr}(X^T A))^2 | 2 \operatorname{tr}(X^T A) A^T
X | X: m × n; A: m × n | \exp(\operatorname{tr}(A^T X)) | \exp(\operatorname{tr}(A^T X)) A^T
X | X: m × n | \operatorname{tr}(X^T X X^T X) | 4 X^T X X^T
X | X: n × n | \operatorname{tr}(X^5) | 5 ((X^T)^4)^T
X | X: n × n | \operatorname{tr}(X^3) | 3 ((X^T)^2)^T
X | X: n × n; A: n × n | \operatorname{tr}(A X^2) | X A + A X
X | X: n × n; A: n × n | \operatorname{tr}((A + X)^2) | 2 (A + X)
X | X: n × n; A: n × n | \operatorname{tr}((A X)^2) | 2 A X A
X | X: n × n; A: n × n; B: n × n | \operatorname{tr}(A X B X) | B X A + A X B
X | X: n × n; A: n × n; B: n × n | \operatorname{tr}(A X B X^T) | B X^T A + B^T X^T A^T
X | X: n × n; A: n × n | \operatorname{tr}(X) \operatorname{tr}(A X) | \operatorname{tr}(A X) I_n + \operatorname{tr}(X) A
X | X: n × n | (\operatorname{tr}(X))^2 | 2 \operatorname{tr}(X) I_n
X | X: n × n | \operatorname{tr}(X X) - (\operatorname{tr}(X))^2 | 2 X - 2 \operatorname{tr}(X) I_n
X | X: n × n; A: n × n | \operatorname{tr}(X + X^T) + \operatorname{tr}(A X) | 2 I_n + A
X | X: n × n invertible; A: m × n; B: n × m | \operatorname{tr}(A X^{-1} B) | -X^{-1} B A X^{-1}
X | X: n × n invertible | \operatorname{tr}(X^{-1} X^{-1}) | -2 X^{-1} X^{-1} X^{-1}
X | X: n × n invertible; A: n × n | \operatorname{tr}((A + X)^{-1}) | -(A + X)^{-1} (A + X)^{-1}
X | X: n × n invertible; A: n × n; B: n × n | \operatorname{tr}((X + A)^{-1} B) | -(X + A)^{-1} B (X + A)^{-1}
X | X: n × n invertible; A: n × n | \operatorname{tr}(X A X^{-1}) | A X^{-1} - X^{-1} X A X^{-1}
X | X: n × n invertible; A: n × n; B: n × n | \operatorname{tr}(X^{-1} A X B) | -X^{-1} A X B X^{-1} + B X^{-1} A
X | X: n × n invertible; a: n; b: n; A: n × n | a^T (X + A)^{-1} b | -(X + A)^{-1} b a^T (X + A)^{-1}
X | X: n × n pd; a: n | a^T X^{-1} a | -X^{-1} a a^T X^{-1}
X | X: n × n invertible; a: n; b: n | a^T X^{-1} X^{-1} b | -X^{-1} (a b^T X^{-T} + X^{-T} a b^T)^T X^{-1}
X | X: n × n invertible; A: m × n; B: n × m | \log(\det(A X B)) | B (A X B)^{-1} A
X | X: n × n invertible; A: n × n invertible; B: n × n invertible | \det(A X B) | \det(A X B) X^{-1}
X | X: n × n invertible; A: n × n invertible; B: n × n invertible | \log(\det(A X B)) | X^{-1}
X | X: n × n invertible | \log \det(X^3) | 3 X^{-1}
X | X: n × n invertible | \det(X^3) | 3 \det(X^3) X^{-1}
X | X: n × n invertible | \det(X^{-1}) | -\det(X^{-1}) X^{-1}
X | X: n × n pd | \log \det(X^{-1}) | -X^{-1}
X | X: n × n invertible | \frac{1}{\det(X)} | -\frac{X^{-1}}{\det(X)}
X | X: n × n invertible | \log((\det(X))^2) | 2 X^{-1}
X | X: n × n invertible | \det(X^T) | \det(X) X^{-1}
X | X: n × n invertible | \det(X) \operatorname{tr}(X) | \det(X) \operatorname{tr}(X) X^{-1} + \det(X) I_n
X | X: n × n pd | \sqrt{\det(X)} | \frac{\sqrt{\det(X)} X^{-1}}{2}
X | X: m × n | \log \det(X^T X) | 2 (X^T X)^{-1} X^T
X | X: m × n | \det(X^T X) | 2 \det(X^T X) (X^T X)^{-1} X^T
X | X: m × n | \log \det(X X^T) | 2 X^T (X X^T)^{-1}
X | X: m × n; A: m × m pd | \log \det(X^T A X) | 2 (X^T A X)^{-1} X^T A
X | X: m × n; A: n × n pd | \log \det(X A X^T) | 2 A X^T (X A X^T)^{-1}
X | X: m × n; A: n × n pd | \det(X A X^T) | 2 \det(X A X^T) A X^T (X A X^T)^{-1}
X | X: m × n; A: m × m invertible | \log \det(X^T A X) | (X^T A X)^{-T} X^T A^T + (X^T A^T X)^{-T} X^T A
X | X: n × n pd; A: n × n pd | \log \det(A + X) | (A + X)^{-1}
X | X: n × n invertible; A: n × n invertible | \det(A + X) | \det(A + X) (A + X)^{-1}
X | X: n × n | \log \det(I_n + X X^T) | 2 X^T (I_n + X X^T)^{-1}
X | X: m × n; A: m × m pd | \log \det(A + X X^T) | 2 X^T (A + X X^T)^{-1}
X | X: m × n; s: 1 positive | \log \det(s I_n + X^T X) | 2 (s I_n + X^T X)^{-1} X^T
X | X: m × n; A: n × n pd; B: m × m pd | \log \det(B + X A X^T) | 2 A X^T (B + X A X^T)^{-1}
X | X: m × n; A: m × m pd | \operatorname{tr}((A + X X^T)^{-1}) | -2 X^T (A + X X^T)^{-1} (A + X X^T)^{-1}
X | X: m × n; A: n × n | \operatorname{tr}((X^T X)^{-1} A) | -(X^T X)^{-1} (A + A^T) (X^T X)^{-1} X^T
X | X: m × n; C: m × m pd; A: n × n symmetric | \operatorname{tr}((X^T C X)^{-1} A) | -2 (X^T C X)^{-1} A (X^T C X)^{-1} X^T C
X | X: m × n; a: m; b: n | (a^T X b)^2 | 2 (a^T X b) b a^T
X | X: m × n; a: m; b: n | \exp(a^T X b) | \exp(a^T X b) b a^T
X | X: m × n; a: m; b: n | \sigma(a^T X b) | \sigma(a^T X b) (1 - \sigma(a^T X b)) b a^T
X | X: m × n; a: n; b: m | a^T X^T b | a b^T
X | X: m × n; a: m; b: m | a^T X X^T b | X^T (a b^T + b a^T)
X | X: m × n; a: n | a^T X^T X a | 2 a a^T X^T
X | X: m × n; a: m | \|X^T a\|^2 | 2 X^T a a^T
X | X: m × n; a: m | \|X^T a\| | \frac{X^T a a^T}{\|X^T a\|}
X | X: m × n; a: n; b: m | \|X a - b\| | \frac{a (X a - b)^T}{\|X a - b\|}
X | X: m × n; a: n; b: m | \|b - X a\|^2 | -2 a (b - X a)^T
X | X: m × n; a: n; b: m; A: m × m symmetric | (X a + b)^T A (X a + b) | 2 a (X a + b)^T A
X | X: m × n; a: n; b: m; c: n; A: m × m | (X a + b)^T A (X c + b) | a (X c + b)^T A^T + c (X a + b)^T A
X | X: m × n; a: n; b: m; \lambda: 1 | \frac{\|X a - b\|^2}{2} + \frac{\lambda \|X\|_F^2}{2} | a (X a - b)^T + \lambda X^T
X | X: m × n; a: n; b: m | \mathbf{1}_m^T \operatorname{relu}(X a + b) | a (\operatorname{step}(X a + b))^T
X | X: m × n; a: n; c: m | \operatorname{logsumexp}(X a + c) | a (\operatorname{softmax}(X a + c))^T
X | X: m × n; a: n; c: m; y: m | \operatorname{logsumexp}(X a) - y^T X a | a (\operatorname{softmax}(X a) - y)^T
X | X: m × n; B: n × p; Y: p × m | \operatorname{tr}(Y \operatorname{relu}(X B)) | B (Y \odot (\operatorname{step}(X B))^T)
X | X: m × n; A: m × n | \operatorname{tr}(A^T \exp(X)) | A^T \odot (\exp(X))^T
X | X: m × n; A: m × n | \operatorname{tr}(A^T (X \odot X)) | 2 (A^T \odot X^T)
X | X: m × n; A: m × n; B: m × n | \operatorname{tr}(A^T (B \odot X)) | A^T \odot B^T
X | X: m × n; A: m × n | \mathbf{1}_m^T (A \odot X) \mathbf{1}_n | A^T
X | X: n × n; a: n | a^T \operatorname{diag}(X) | \operatorname{diag}(a)
X | X: m × n; A: p × m; B: q × n; C: p × m; x: n | \operatorname{tr}((X^T X) \otimes I_2) | 4 X^T
X | X: n × n; A: m × m | \operatorname{tr}(A \otimes X) | \operatorname{tr}(A) I_n
X | X: n × n | \operatorname{tr}(X) \|X\|_F^2 | \|X\|_F^2 I_n + 2 \operatorname{tr}(X) X^T
X | X: n × n symmetric; A: n × n | \operatorname{tr}(A X) | A
X | X: n × n symmetric; a: n | a^T X a | a a^T
X | X: n × n diagonal; A: n × n | \operatorname{tr}(A X) | A
X | X: n × n; Q: n × n orthogonal; A: n × n | \|Q X - A\|_F^2 | 2 (X - Q^T A)^T
A | A: n × n pd; x: n; b: n | \frac{x^T A x}{2} - \frac{\log \det(A)}{2} | \frac{x x^T}{2} - \frac{A^{-1}}{2}
S | S: n × n pd; A: n × n symmetric | -\log \det(S) - \operatorname{tr}(S^{-1} A) | -S^{-1} + S^{-1} A S^{-1}
S | S: n × n pd; x: n; a: n | (x - a)^T S^{-1} (x - a) | -S^{-1} (x - a) (x - a)^T S^{-1}
S | S: n × n pd; T: n × n pd; a: n | \frac{\operatorname{tr}(T^{-1} S) - \log \det(S)}{2} | \frac{T^{-1} - S^{-1}}{2}
U | U: m × p; V: n × p; Y: m × n | \frac{\|Y - U V^T\|_F^2}{2} | -V^T (Y - U V^T)^T
V | U: m × p; V: n × p; Y: m × n | \frac{\|Y - U V^T\|_F^2}{2} | -U^T (Y - U V^T)
U | U: m × p; V: n × p; Y: m × n; W: m × n | \|W \odot (Y - U V^T)\|_F^2 | -2 V^T ((W^T \odot W^T) \odot (Y^T - V U^T))
W | W: n × p; X: m × n; Y: m × p | \frac{\|Y - X W\|_F^2}{2} | -(Y - X W)^T X
W | W: n × p; X: m × n; Y: m × p | \operatorname{tr}((Y - X W)^T (Y - X W)) | 2 (X W - Y)^T X
W | W: m × n; x: n; y: n | \|W^T W x - y\|^2 | 2 ((W^T W x - y) x^T + x (W^T W x - y)^T) W^T
"""

MATRIX_BY_MATRIX = r"""
X | X: m × n; A: p × m; B: n × q; C: p × q | A X B + C | B^T \otimes A
X | X: m × n; A: p × n; B: m × q | A X^T B | (B^T \otimes A) K_{mn}
X | X: m × n; A: p × m | 3 A X | 3 (I_n \otimes A)
X | X: m × n | X X^T | X \otimes I_m + (I_m \otimes X) K_{mn}
X | X: m × n | X^T X | (X^T \otimes I_n) K_{mn} + I_n \otimes X^T
X | X: n × n; A: n × n | X A X | (A X)^T \otimes I_n + I_n \otimes (X A)
X | X: n × n | X^3 | (X^T)^2 \otimes I_n + X^T \otimes X + I_n \otimes X^2
X | X: n × n; A: n × n | A X - X A | I_n \otimes A - (A^T \otimes I_n)
X | X: n × n; A: n × n | A X + X A^T | I_n \otimes A + A \otimes I_n
X | X: n × n | X + X^T | I_n \otimes I_n + K_{nn}
X | X: m × n; a: n; b: m | X a + b | a^T \otimes I_m
X | X: m × n; a: m | X^T a | I_n \otimes a^T
X | X: m × n; a: n; A: p × m | A X a | a^T \otimes A
X | X: m × n; a: n | \operatorname{relu}(X a) | a^T \otimes \operatorname{diag}(\operatorname{step}(X a))
X | X: m × n; a: n | \exp(X a) | a^T \otimes \operatorname{diag}(\exp(X a))
X | X: m × n; a: n; b: m; c: p | (b^T X a) c | a^T \otimes (c b^T)
X | X: n × n invertible; b: n | X^{-1} b | -((X^{-1} b)^T \otimes X^{-1})
X | X: n × n invertible; A: n × n | (X + A)^{-1} | -((X + A)^{-T} \otimes (X + A)^{-1})
X | X: n × n invertible; A: n × m; B: p × n | B X^{-1} A | -((X^{-1} A)^T \otimes (B X^{-1}))
X | X: m × n; A: m × n | A \odot X | \operatorname{diag}(\operatorname{vec}(A))
X | X: m × n; A: m × n | X \odot X | 2 \operatorname{diag}(\operatorname{vec}(X))
X | X: m × n | \exp_{\odot}(X) | \operatorname{diag}(\operatorname{vec}(\exp(X)))
x | x: n; a: m | a x^T | I_n \otimes a
x | x: n; a: m | x a^T | a \otimes I_n
"""
