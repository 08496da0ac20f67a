"""More derivatives by scalars and vectors, in lines as in `table`; each was checked against finite differences by hand."""

from __future__ import annotations

SCALARS = r"""
t | t: 1; a: n; b: n | \|a + t b\|^2 | 2 b^T (a + t b)
t | t: 1; a: n; b: n | \|a + t b\| | \frac{b^T (a + t b)}{\|a + t b\|}
t | t: 1; a: n; b: n; A: n × n symmetric | (a + t b)^T A (a + t b) | 2 b^T A (a + t b)
t | t: 1; a: n; b: n; A: n × n | (a + t b)^T A (a + t b) | b^T (A + A^T) (a + t b)
t | t: 1; A: m × n; B: m × n | \operatorname{tr}((A + t B)^T (A + t B)) | 2 \operatorname{tr}(B^T (A + t B))
t | t: 1; A: n × n invertible; B: n × n; a: n; b: n | a^T (A + t B)^{-1} b | -a^T (A + t B)^{-1} B (A + t B)^{-1} b
t | t: 1; A: n × n pd; b: n | b^T (A + t I_n)^{-1} b | -b^T (A + t I_n)^{-2} b
t | t: 1; A: n × n pd | \log \det(A + t I_n) | \operatorname{tr}((A + t I_n)^{-1})
t | t: 1; A: n × n | \operatorname{tr}(e^{t A}) | \operatorname{tr}(A e^{t A})
t | t: 1; A: n × n | \det(e^{t A}) | \operatorname{tr}(A) \det(e^{t A})
t | t: 1 positive; A: n × n pd | \det(t A) | \frac{n}{t} \det(t A)
s | s: 1 positive; x: n; a: n | -n \log(s) - \frac{\|x - a\|^2}{2 s^2} | -\frac{n}{s} + \frac{\|x - a\|^2}{s^3}
s | s: 1 positive; x: n; a: n | \exp(-\frac{\|x - a\|^2}{2 s^2}) | \frac{\|x - a\|^2}{s^3} \exp(-\frac{\|x - a\|^2}{2 s^2})
u | u: 1; a: 1 positive | a^u | a^u \log(a)
u | u: 1 positive; a: 1 | u^a | a u^{a - 1}
u | u: 1 | u \exp(-u) | (1 - u) \exp(-u)
u | u: 1 | \frac{\exp(u)}{1 + \exp(u)} | \frac{\exp(u)}{(1 + \exp(u))^2}
u | u: 1 | \log(1 + e^{u}) | \sigma(u)
u | u: 1 | \log(\cosh(u)) | \tanh(u)
u | u: 1 | u \tanh(\log(1 + e^u)) | \tanh(\log(1 + e^u)) + u \sigma(u) (1 - \tanh^2(\log(1+e^u)))
u | u: 1 positive | \frac{\log(u)}{u} | \frac{1 - \log(u)}{u^2}
u | u: 1 positive | u^2 \log(u) | 2 u \log(u) + u
u | u: 1 positive | \frac{1}{\sqrt{u}} | -\frac{1}{2} u^{-3/2}
u | u: 1; y: 1 | -y \log(\sigma(u)) - (1 - y) \log(1 - \sigma(u)) | \sigma(u) - y
u | u: 1; y: 1 | \log(1 + \exp(-y u)) | -y \sigma(-y u)
u | u: 1; a: 1; b: 1 | \frac{a u + b}{u^2 + 1} | \frac{a (u^2 + 1) - 2 u (a u + b)}{(u^2 + 1)^2}
u | u: 1 positive | u^u | u^u (\log(u) + 1)
u | u: 1 | \sqrt{1 + u^2} | \frac{u}{\sqrt{1 + u^2}}
u | u: 1 | \sin^2(u) \cos(u) | 2 \sin(u) \cos^2(u) - \sin^3(u)
u | u: 1 | \exp(\sin(u)) | \cos(u) \exp(\sin(u))
u | u: 1; a: 1 | \sin(a u^2) | 2 a u \cos(a u^2)
"""

BY_SCALAR = r"""
t | t: 1; a: n; b: n | a + t b + t^2 a | b + 2 t a
t | t: 1; a: n; b: n | \sin(t) a + \cos(t) b | \cos(t) a - \sin(t) b
t | t: 1; a: n | \exp(-2 t) a | -2 \exp(-2 t) a
t | t: 1; a: n; b: n | \frac{a + t b}{\|a + t b\|} | \frac{b}{\|a + t b\|} - \frac{(b^T (a + t b)) (a + t b)}{\|a + t b\|^3}
t | t: 1; A: m × n; B: m × n; x: n | (A + t B) x | B x
t | t: 1; A: m × n; B: m × n | (A + t B)^T | B^T
t | t: 1; A: n × n; B: n × n | (A + t B)^3 | B (A + t B)^2 + (A + t B) B (A + t B) + (A + t B)^2 B
t | t: 1; A: m × n; B: m × n | (A + t B)^T (A + t B) | B^T (A + t B) + (A + t B)^T B
t | t: 1; A: n × n pd; B: n × n; b: n | (A + t B)^{-1} b | -(A + t B)^{-1} B (A + t B)^{-1} b
t | t: 1; A: n × n pd; b: n | (A + t I_n)^{-1} b | -(A + t I_n)^{-2} b
t | t: 1; A: n × n; x: n | e^{t A} x | A e^{t A} x
t | t: 1; A: n × n; B: n × n | e^{t A} B | A e^{t A} B
t | t: 1; A: n × n; B: n × n | e^{t A} B e^{-t A} | A e^{t A} B e^{-t A} - e^{t A} B A e^{-t A}
t | t: 1; A: m × n; B: p × q; C: p × q | A \otimes (B + t C) | A \otimes C
t | t: 1; A: m × n; B: m × n | (A + t B) \odot (A + t B) | 2 (B \odot (A + t B))
t | t: 1; A: m × n; B: m × n | \sin(A + t B) | B \odot \cos(A + t B)
t | t: 1; A: m × n; B: m × n; C: n × p | \exp(t^2) A C + t B C | 2 t \exp(t^2) A C + B C
t | t: 1; a: n; b: m | t^3 a b^T | 3 t^2 a b^T
"""

SCALAR_BY_VECTOR = r"""
x | a: n; b: n; x: n | a^T x + b^T x | a^T + b^T
x | A: m × n; B: m × p; c: p; x: n | x^T A^T B c | c^T B^T A
x | A: m × n; B: m × p; c: p; x: n | c^T B^T A x | c^T B^T A
x | A: m × n; b: m; C: m × p; D: p × n; e: p; x: n | (A x + b)^T C (D x + e) | (D x + e)^T C^T A + (A x + b)^T C D
x | A: m × n; b: m; D: m × n; e: m; x: n | (A x + b)^T (D x + e) | (D x + e)^T A + (A x + b)^T D
x | A: m × n; b: m; C: m × m; x: n | (A x + b)^T C (A x + b) | (A x + b)^T (C + C^T) A
x | A: m × n; b: m; C: m × m symmetric; x: n | (A x - b)^T C (A x - b) | 2 (A x - b)^T C A
x | A: n × n; b: n; x: n | x^T A x - 2 b^T x | x^T (A + A^T) - 2 b^T
x | A: n × n symmetric; b: n; c: 1; x: n | \frac{x^T A x}{2} - b^T x + c | x^T A - b^T
x | a: n; B: n × n; x: n | (x - a)^T B (x - a) | (x - a)^T (B + B^T)
x | a: n; B: n × n symmetric; x: n | (x - a)^T B (x - a) | 2 (x - a)^T B
x | a: n; B: n × n pd; x: n | \sqrt{(x - a)^T B (x - a)} | \frac{(x - a)^T B}{\sqrt{(x - a)^T B (x - a)}}
a | a: n; B: n × n pd; x: n | \frac{-(x - a)^T B^{-1} (x - a)}{2} | (x - a)^T B^{-1}
x | A: m × n; b: m; x: n | \frac{\|A x - b\|^2}{2} | (A x - b)^T A
x | A: m × n; b: m; \lambda: 1; x: n | \frac{\|A x - b\|^2}{2} + \frac{\lambda \|x\|^2}{2} | (A x - b)^T A + \lambda x^T
x | A: m × n; b: m; \lambda: 1; x: n | \|A x - b\|^2 + \lambda x^T x | 2 (A^T A x + \lambda x - A^T b)^T
x | A: m × n; b: m; x: n | (b - A x)^T (b - A x) | -2 b^T A + 2 x^T A^T A
x | A: m × n; b: m; W: m × m diagonal; x: n | (b - A x)^T W (b - A x) | -2 (b - A x)^T W A
x | A: m × n; b: m; G: p × n; \lambda: 1; x: n | \|A x - b\|^2 + \lambda \|G x\|^2 | 2 (A x - b)^T A + 2 \lambda x^T G^T G
x | A: m × n; b: m; x: n | \|A x - b\|_1 | (\operatorname{sign}(A x - b))^T A
x | A: m × n; x: n | \|A x\| | \frac{x^T A^T A}{\|A x\|}
x | A: m × n; x: n | \|A x\|^2 | 2 x^T A^T A
x | A: m × n; x: n | \|A x\|^4 | 4 \|A x\|^2 x^T A^T A
x | A: m × n; x: n | \frac{1}{\|A x\|} | -\frac{x^T A^T A}{\|A x\|^3}
x | a: n; x: n | \frac{1}{\|x - a\|} | -\frac{x^T - a^T}{\|x - a\|^3}
x | a: n; x: n | \frac{1}{\|x - a\|^2} | -\frac{2 (x - a)^T}{\|x - a\|^4}
x | a: n; x: n | \log(\|x - a\|) | \frac{x^T - a^T}{\|x - a\|^2}
x | a: n; x: n | \|x - a\|^3 | 3 \|x - a\| (x - a)^T
x | x: n | \|x\|^5 | 5 \|x\|^3 x^T
x | x: n | \log(\|x\|) | \frac{x^T}{\|x\|^2}
x | x: n | \log(x^T x) | \frac{2 x^T}{x^T x}
x | x: n | \exp(\|x\|) | \frac{\exp(\|x\|) x^T}{\|x\|}
x | x: n | \exp(-x^T x) | -2 \exp(-x^T x) x^T
x | s: 1 positive; x: n; a: n | \exp(-\frac{\|x - a\|^2}{2 s^2}) | -\frac{\exp(-\frac{\|x - a\|^2}{2 s^2}) (x - a)^T}{s^2}
x | \gamma: 1 positive; x: n; a: n | \exp(-\gamma \|x - a\|^2) | -2 \gamma \exp(-\gamma \|x - a\|^2) (x - a)^T
x | x: n | \sqrt{x^T x} | \frac{x^T}{\sqrt{x^T x}}
x | A: n × n; x: n | \frac{x^T A x}{x^T x} | \frac{x^T (A + A^T)}{x^T x} - \frac{2 (x^T A x) x^T}{(x^T x)^2}
x | A: n × n symmetric; x: n | \frac{x^T A x}{x^T x} | \frac{2 (A x - \frac{x^T A x}{x^T x} x)^T}{x^T x}
x | a: n; x: n | \frac{a^T x}{\|x\|} | \frac{a^T}{\|x\|} - \frac{(a^T x) x^T}{\|x\|^3}
x | a: n; x: n | \frac{(a^T x)^2}{x^T x} | \frac{2 (a^T x) a^T}{x^T x} - \frac{2 (a^T x)^2 x^T}{(x^T x)^2}
x | a: n; x: n | (a^T x) (x^T x) | (x^T x) a^T + 2 (a^T x) x^T
x | a: n; A: n × n symmetric; x: n | (a^T x) (x^T A x) | (x^T A x) a^T + 2 (a^T x) x^T A
x | A: n × n; x: n | (x^T A x)^2 | 2 (x^T A x) x^T (A + A^T)
x | A: n × n symmetric; x: n | \exp(x^T A x) | 2 \exp(x^T A x) x^T A
x | A: n × n pd; x: n | \log(x^T A x) | \frac{2 x^T A}{x^T A x}
x | A: n × n symmetric; x: n | \sin(x^T A x) | 2 \cos(x^T A x) x^T A
x | A: n × n pd; x: n | \log(1 + x^T A x) | \frac{2 x^T A}{1 + x^T A x}
x | A: n × n pd; x: n | \frac{1}{1 + x^T A x} | -\frac{2 x^T A}{(1 + x^T A x)^2}
x | a: n; b: 1; x: n | \log(1 + \exp(-b a^T x)) | -b \sigma(-b a^T x) a^T
x | a: n; b: 1; x: n | \sigma(a^T x + b) | \sigma(a^T x + b) (1 - \sigma(a^T x + b)) a^T
x | a: n; b: 1; x: n | \log(\sigma(a^T x + b)) | (1 - \sigma(a^T x + b)) a^T
x | a: n; b: 1; x: n | \tanh(a^T x + b) | (1 - \tanh^2(a^T x + b)) a^T
x | a: n; b: 1; x: n | (b - a^T x)^2 | -2 (b - a^T x) a^T
x | a: n; b: 1; x: n | \frac{(b - \tanh(a^T x))^2}{2} | -(b - \tanh(a^T x)) (1 - \tanh^2(a^T x)) a^T
x | a: n; b: 1; x: n | \frac{(b - \sigma(a^T x))^2}{2} | -(b - \sigma(a^T x)) \sigma(a^T x) (1 - \sigma(a^T x)) a^T
x | a: n; x: n | a^T \exp(x) | a^T \odot (\exp(x))^T
x | a: n; x: n | a^T \tanh(x) | a^T \odot (\mathbf{1}_n^T - (\tanh^2(x))^T)
x | A: m × n; b: m; x: n | b^T \sin(A x) | (b^T \odot (\cos(A x))^T) A
x | A: m × n; b: m; x: n | b^T \sigma(A x) | (b^T \odot ((\sigma(A x))^T \odot (\mathbf{1}_m^T - (\sigma(A x))^T))) A
x | A: m × n; b: m; c: m; x: n | b^T \operatorname{relu}(A x + c) | (b^T \odot (\operatorname{step}(A x + c))^T) A
x | A: m × n; b: m; c: m; x: n | b^T \operatorname{softplus}(A x + c) | (b^T \odot (\sigma(A x + c))^T) A
x | A: m × n; c: m; x: n | \mathbf{1}_m^T \log(\mathbf{1}_m + \exp(A x + c)) | (\sigma(A x + c))^T A
x | A: m × n; b: m; x: n | \operatorname{logsumexp}(A x + b) | (\operatorname{softmax}(A x + b))^T A
x | A: m × n; b: m; x: n | \log(\mathbf{1}_m^T \exp(A x + b)) | \frac{(\exp(A x + b))^T A}{\mathbf{1}_m^T \exp(A x + b)}
x | A: m × n; b: m; x: n | \mathbf{1}_m^T (A x - b)^2 | 2 (A x - b)^T A
x | x: n | \|x \odot x\|^2 | 4 (x^T \odot (x^T \odot x^T))
x | a: n; x: n | \|a \odot x\|^2 | 2 (a^T \odot (a^T \odot x^T))
x | a: n; x: n | a^T (x \odot (x \odot x)) | 3 (a^T \odot (x^T \odot x^T))
x | a: n; b: n; x: n | a^T \operatorname{diag}(x) b | a^T \odot b^T
x | a: n; x: n | x^T \operatorname{diag}(a) x | 2 x^T \operatorname{diag}(a)
x | A: n × n; x: n | \operatorname{tr}(\operatorname{diag}(x) A) | (\operatorname{diag}(A))^T
x | A: n × n symmetric; x: n | \operatorname{tr}(\operatorname{diag}(x) A \operatorname{diag}(x) A) | 2 x^T (A \odot A)
x | A: n × n; x: n | x^T (A \odot A) x | x^T (A \odot A + (A \odot A)^T)
x | a: n; A: n × n; x: n | (a^T x) x^T A a | (x^T A a) a^T + (a^T x) a^T A^T
x | A: n × n; B: n × n; x: n | (x^T A x) (x^T B x) | (x^T B x) x^T (A + A^T) + (x^T A x) x^T (B + B^T)
x | A: n × n; B: n × n; x: n | x^T A x + x^T B x | x^T (A + A^T + B + B^T)
x | A: n × m; B: m × n; x: n | x^T A B x | x^T (A B + B^T A^T)
x | A: m × n; x: n | x^T A^T A x | 2 x^T A^T A
x | A: n × n invertible; x: n | x^T A^{-1} x | x^T (A^{-1} + A^{-T})
x | A: n × n; x: n | x^T A^2 x | x^T (A^2 + (A^T)^2)
x | a: n; A: n × n pd; x: n | \log(\det(A + x x^T)) | 2 x^T (A + x x^T)^{-1}
x | A: n × n pd; x: n | \det(A + x x^T) | 2 \det(A + x x^T) x^T (A + x x^T)^{-1}
x | a: n; A: n × n pd; x: n | a^T (A + x x^T)^{-1} a | -2 (a^T (A + x x^T)^{-1} x) a^T (A + x x^T)^{-1}
x | A: n × n pd; x: n | \operatorname{tr}((A + x x^T)^{-1}) | -2 x^T (A + x x^T)^{-1} (A + x x^T)^{-1}
x | x: n; A: n × n | \operatorname{tr}(A x x^T) | x^T (A + A^T)
x | x: n; y: m; A: m × n | \operatorname{tr}(x y^T A) | y^T A
x | x: n; A: n × n symmetric | \|x x^T - A\|_F^2 | 4 x^T (x x^T - A)
x | x: n; y: m; A: m × n | \|A - y x^T\|_F^2 | -2 y^T (A - y x^T)
y | x: n; y: m; A: m × n | \|A - y x^T\|_F^2 | -2 x^T (A - y x^T)^T
x | x: n positive | -x^T \log(x) | -(\log(x))^T - \mathbf{1}_n^T
x | b: n; x: n | \mathbf{1}_n^T (b \odot \operatorname{softplus}(x)) | b^T \odot (\sigma(x))^T
x | y: n; x: n | \mathbf{1}_n^T \operatorname{softplus}(x) - y^T x | (\sigma(x))^T - y^T
x | y: n; x: n | \operatorname{logsumexp}(x) - y^T x | (\operatorname{softmax}(x))^T - y^T
x | a: n; x: n | \|\frac{x}{\|x\|} - a\|^2 | -2 (\frac{a}{\|x\|} - \frac{(a^T x) x}{\|x\|^3})^T
x | a: n; b: n; x: n | \frac{a^T x}{b^T x} | \frac{(b^T x) a^T - (a^T x) b^T}{(b^T x)^2}
x | a: n; b: 1; c: n; d: 1; x: n | \frac{a^T x + b}{c^T x + d} | \frac{(c^T x + d) a^T - (a^T x + b) c^T}{(c^T x + d)^2}
x | a: n; x: n | \sqrt{1 + (a^T x)^2} | \frac{(a^T x) a^T}{\sqrt{1 + (a^T x)^2}}
x | A: m × n; b: m; x: n | \sqrt{1 + \|A x - b\|^2} | \frac{(A x - b)^T A}{\sqrt{1 + \|A x - b\|^2}}
x | x: n; a: n | (x^T x) a^T x | 2 (a^T x) x^T + (x^T x) a^T
x | x: n; B: p × n; A: m × p | \|A B x\|^2 | 2 x^T B^T A^T A B
x | x: n; Q: n × n orthogonal; b: n | \|Q x - b\|^2 | 2 (x - Q^T b)^T
x | x: n; D: n × n diagonal; b: n | \|D x - b\|^2 | 2 (D x - b)^T D
"""

VECTOR_BY_VECTOR = r"""
x | A: m × n; b: m; x: n | 3 A x - b | 3 A
x | a: n; b: n; x: n | a b^T x | a b^T
x | a: n; x: n | x x^T a | x a^T + (a^T x) I_n
x | A: n × n; x: n | x x^T A x | (x^T A x) I_n + x x^T (A + A^T)
x | A: n × n; x: n | (x^T A x) x | (x^T A x) I_n + x x^T (A + A^T)
x | A: n × n symmetric; a: n; x: n | (x^T A x) a | 2 a x^T A
x | A: m × n; x: n | (x^T x) A x | (x^T x) A + 2 A x x^T
x | A: m × n; x: n | \|x\| A x | \|x\| A + \frac{A x x^T}{\|x\|}
x | A: m × n; x: n | \frac{A x}{\|x\|} | \frac{A}{\|x\|} - \frac{A x x^T}{\|x\|^3}
x | A: m × n; x: n | \frac{A x}{\|A x\|} | \frac{A}{\|A x\|} - \frac{A x x^T A^T A}{\|A x\|^3}
x | x: n | \frac{x}{\|x\|^2} | \frac{I_n}{\|x\|^2} - \frac{2 x x^T}{\|x\|^4}
x | x: n | \frac{x}{\|x\|^3} | \frac{I_n}{\|x\|^3} - \frac{3 x x^T}{\|x\|^5}
x | x: n | \frac{x}{x^T x} | \frac{I_n - \frac{2 x x^T}{x^T x}}{x^T x}
x | a: n; x: n | \frac{x - a}{\|x - a\|} | \frac{I_n - \frac{(x - a) (x - a)^T}{\|x - a\|^2}}{\|x - a\|}
x | x: n | \|x\| x | \|x\| I_n + \frac{x x^T}{\|x\|}
x | x: n | \|x\|^2 x | \|x\|^2 I_n + 2 x x^T
x | a: n; x: n | \exp(a^T x) x | \exp(a^T x) (I_n + x a^T)
x | a: n; x: n | \sigma(a^T x) x | \sigma(a^T x) I_n + \sigma(a^T x) (1 - \sigma(a^T x)) x a^T
x | a: n; x: n | \frac{x}{a^T x} | \frac{I_n}{a^T x} - \frac{x a^T}{(a^T x)^2}
x | a: n; x: n | \frac{x}{1 + a^T x} | \frac{(1 + a^T x) I_n - x a^T}{(1 + a^T x)^2}
x | x: n positive | \frac{x}{\mathbf{1}_n^T x} | \frac{I_n}{\mathbf{1}_n^T x} - \frac{x \mathbf{1}_n^T}{(\mathbf{1}_n^T x)^2}
x | A: m × n; b: m; x: n | \operatorname{relu}(A x + b) | \operatorname{diag}(\operatorname{step}(A x + b)) A
x | A: m × n; b: m; x: n | \operatorname{softplus}(A x + b) | \operatorname{diag}(\sigma(A x + b)) A
x | A: m × n; b: m; x: n | \exp(A x + b) | \operatorname{diag}(\exp(A x + b)) A
x | x: n | \log(\operatorname{softmax}(x)) | I_n - \mathbf{1}_n (\operatorname{softmax}(x))^T
x | x: n | x - \frac{1}{n} \mathbf{1}_n \mathbf{1}_n^T x | I_n - \frac{1}{n} \mathbf{1}_n \mathbf{1}_n^T
x | x: n | x \odot (x \odot x) | 3 \operatorname{diag}(x \odot x)
x | x: n | x \odot \sin(x) | \operatorname{diag}(\sin(x)) + \operatorname{diag}(x) \operatorname{diag}(\cos(x))
x | x: n | x \odot \sigma(x) | \operatorname{diag}(\sigma(x) + x \odot (\sigma(x) \odot (\mathbf{1}_n - \sigma(x))))
x | a: n; x: n | a \odot \exp(x) | \operatorname{diag}(a \odot \exp(x))
x | a: n; x: n | (x - a) \odot (x - a) | 2 \operatorname{diag}(x - a)
x | A: n × n; x: n | x \odot (A x) | \operatorname{diag}(x) A + \operatorname{diag}(A x)
x | A: n × n; x: n | \operatorname{diag}(x) A x | \operatorname{diag}(A x) + \operatorname{diag}(x) A
x | A: n × n; a: n; x: n | A \operatorname{diag}(x) a | A \operatorname{diag}(a)
x | a: n; x: n | \tanh(a \odot x) | \operatorname{diag}(a \odot (\mathbf{1}_n - \tanh^2(a \odot x)))
x | A: m × n; B: n × p; C: p × n; x: n | A B C x | A B C
x | A: n × n invertible; b: n; x: n | A^{-1} (x - b) | A^{-1}
x | A: n × m; x: n | x^T A | A^T
x | A: m × n; c: m; x: n | (c^T A x) c | c c^T A
x | x: n | x + x \odot x | I_n + 2 \operatorname{diag}(x)
x | x: n; a: n | a - 2 (a^T x) x | -2 (a^T x) I_n - 2 x a^T
x | x: n positive | \sqrt{x} | \frac{1}{2} \operatorname{diag}(\sqrt{x})^{-1}
x | x: n; A: m × n | \cos(A x) | -\operatorname{diag}(\sin(A x)) A
x | x: n; A: n × n | x + \operatorname{relu}(A x) | I_n + \operatorname{diag}(\operatorname{step}(A x)) A
x | x: n; A: n × n; b: n | x + \tanh(A x + b) | I_n + \operatorname{diag}(\mathbf{1}_n - \tanh^2(A x + b)) A
x | x: n; y: n | \cos(x) + x \odot y | \operatorname{diag}(y) - \operatorname{diag}(\sin(x))
y | x: n; y: n | \sin(x) \odot y | \operatorname{diag}(\sin(x))
x | c: n; x: n; A: n × n | \|x - c\|^2 A c | 2 A c (x - c)^T
x | A: n × n symmetric; x: n; b: n | \frac{A x}{x^T A x} | \frac{A}{x^T A x} - \frac{2 A x x^T A}{(x^T A x)^2}
"""
