"""What the commands of LaTeX mean that are letters, dress, operators, environments or only layout."""

from __future__ import annotations

from nablint.parse.word_tables import pairs, words

# A command that is a letter, with its Unicode letter.
LETTERS: dict[str, str] = pairs(
    r"""
    \alpha α  \beta β  \gamma γ  \delta δ  \epsilon ϵ  \varepsilon ε  \zeta ζ  \eta η  \theta θ  \vartheta ϑ  \iota ι  \kappa κ
    \varkappa ϰ  \lambda λ  \mu μ  \nu ν  \xi ξ  \omicron ο  \pi π  \varpi ϖ  \rho ρ  \varrho ϱ  \sigma σ  \varsigma ς  \tau τ
    \upsilon υ  \phi ϕ  \varphi φ  \chi χ  \psi ψ  \omega ω  \Gamma Γ  \Delta Δ  \Theta Θ  \Lambda Λ  \Xi Ξ  \Pi Π  \Sigma Σ
    \Upsilon Υ  \Phi Φ  \Psi Ψ  \Omega Ω  \digamma ϝ  \varGamma Γ  \varDelta Δ  \varTheta Θ  \varLambda Λ  \varXi Ξ  \varPi Π
    \varSigma Σ  \varPhi Φ  \varPsi Ψ  \varOmega Ω  \partial ∂  \ell ℓ  \hbar ℏ  \hslash ℏ  \imath ı  \jmath ȷ  \Re ℜ  \Im ℑ
    \wp ℘  \aleph ℵ  \beth ℶ  \infty ∞  \emptyset ∅  \varnothing ∅  \top ⊤  \tp ⊤  \transp ⊤  \tran ⊤
    \bot ⊥  \intercal ⊺  \dagger †  \dag †  \ddagger ‡
    \ddag ‡  \degree °  \angle ∠  \triangle △  \square □  \blacksquare ■  \lozenge ◊  \diamond ⋄  \Diamond ◇  \checkmark ✓
    \surd √  \flat ♭  \sharp ♯  \natural ♮  \eth ð  \S §  \P ¶  \copyright ©  \pounds £  \yen ¥  \mho ℧  \prime ′  \backprime ‵
    \clubsuit ♣  \diamondsuit ♢  \heartsuit ♡  \spadesuit ♠  \bigstar ★  \qed ∎  \qedsymbol ∎  \QED ∎  \complement ∁
    \bigtriangleup △  \bigcirc ○  \triangledown ▽  \bigtriangledown ▽  \hexagon ⬡  \male ♂  \female ♀  \euro €  \lightning ↯
    """
)

# Usual abbreviations where the note does not define them: a letter in blackboard bold.
SET_ABBREVIATIONS: dict[str, str] = pairs(
    r"""
    \R R  \RR R  \reals R  \Reals R  \real R  \N N  \NN N  \natnums N  \Z Z  \ZZ Z  \Q Q  \QQ Q  \C C  \CC C  \cnums C
    \Complex C  \E E  \EE E  \Expect E  \Sym S  \SS S  \K K  \F F  \FF F  \KK K  \PP P
    """
)

# Commands that dress their argument.
FONTS: dict[str, str] = pairs(
    r"""
    \mathbf bold  \boldsymbol bold  \bm bold  \pmb bold  \mathbfit bold  \symbf bold  \bold bold  \vb bold  \vectorbold bold
    \va arrow  \vu bold  \boldsymbol* bold  \mathcal cal  \mathscr scr  \mathbb bb  \Bbb bb  \mathds bb  \mathbbm bb
    \mathfrak frak  \frak frak  \mathsf sf  \mathtt tt  \mathrm rm  \rm rm  \mathit plain  \mathnormal plain  \mathup rm
    \symup rm  \upright rm  \symsf sf  \mathsfit sf  \bs bold  \mbf bold  \mathbfsf bold  \mathbold bold  \textbf bold
    \textit plain  \mathroman rm  \oldstyle plain
    """
)

# Old switches that hold to the end of their group.
FONT_SWITCHES: dict[str, str] = pairs(
    r"""
    \bf bold  \bfseries bold  \boldmath bold  \rm rm  \it plain  \cal cal  \sf sf  \tt tt  \mit plain  \scr scr
    """
)

ACCENTS: dict[str, str] = pairs(
    r"""
    \hat hat  \widehat hat  \tilde tilde  \widetilde tilde  \bar bar  \overline bar  \widebar bar  \dot dot  \ddot ddot
    \dddot dddot  \check check  \widecheck check  \breve breve  \acute acute  \grave grave  \mathring ring  \vec arrow
    \overrightarrow arrow  \overleftarrow arrow  \overleftrightarrow arrow  \underline underline  \underbar underline
    \utilde undertilde  \undertilde undertilde
    """
)

# Operators with limits, by their name in nodes.Big.
BIG_OPERATORS: dict[str, str] = pairs(
    r"""
    \sum sum  \prod prod  \coprod coprod  \int int  \iint int  \iiint int  \oint int  \idotsint int  \smallint int  \intop int
    \max max  \min min  \lim lim  \sup sup  \inf inf  \limsup limsup  \liminf liminf  \varlimsup limsup  \varliminf liminf
    \argmin argmin  \argmax argmax  \bigcup union  \bigcap intersection  \bigsqcup union  \biguplus union  \bigoplus oplus
    \bigotimes otimes  \bigodot odot  \bigvee vee  \bigwedge wedge  \minimize min  \maximize max  \esssup sup  \essinf inf
    \plim lim  \argsup argmax  \arginf argmin  \softmin softmin  \bigtimes times
    """
)

# The same, written as words.
BIG_WORDS: dict[str, str] = pairs(
    r"""
    argmin argmin  argmax argmax  max max  min min  lim lim  sup sup  inf inf  minimize min  maximize max  ArgMin argmin
    ArgMax argmax  Argmin argmin  Argmax argmax  minimise min  maximise max  limsup limsup  liminf liminf  esssup sup
    """
)

# Commands that only set the page.
_PLAIN_LAYOUT: frozenset[str] = words(
    r"""
    \! \( \) \, \- \/ \: \; \> \@ \[ \] \allowbreak \begingroup \bgroup \Big \big \Bigg \bigg \Biggl \biggl \Biggm \biggm
    \Biggr \biggr \Bigl \bigl \Bigm \bigm \Bigr \bigr \bigskip \bigstrut \bottomrule \break \centering \clap \displaybreak
    \displaylimits \displaystyle \egroup \endgroup \enskip \enspace \ensuremath \footnotesize \goodbreak \hdashline \hfil
    \hfill \hline \hss \Huge \huge \ignorespaces \itshape \LARGE \Large \large \leavevmode \left. \limits \linebreak \llap
    \mathbin \mathclap \mathclose \mathinner \mathlarger \mathllap \mathop \mathopen \mathord \mathpunct \mathrel \mathrlap
    \mathsmaller \mathstrut \mathsurround \medskip \medspace \midrule \negmedspace \negthickspace \negthinspace \nobreak
    \nobreakspace \noindent \nolimits \nolinebreak \nonumber \normalsize \notag \null \pagebreak \par \pqty \protect \qty
    \raise \relax \renewcommand \right. \rlap \scriptscriptstyle \scriptsize \scriptstyle \small \smallskip \smash \space
    \strut \textstyle \thickspace \thinmuskip \thinspace \tiny \toprule \unboldmath \unskip \upshape \vcenter \vfill \vss
    \xspace \qedhere
    """
)

_LAYOUT_WITH_ARGUMENT: frozenset[str] = words(
    r"""
    \arrayrulecolor \arraystretch \class \cline \color \colorbox \cssId \enclose \footnote \hphantom \href \hspace \hspace*
    \index \label \mspace \noalign \pagestyle \phantom \raisebox \require \scalebox \style \tag \tag* \textcolor \url
    \usepackage \vphantom \vspace \vspace*
    """
)

LAYOUT: dict[str, int] = {
    "\\ ": 0,
    **dict.fromkeys(_PLAIN_LAYOUT, 0),
    **dict.fromkeys(_LAYOUT_WITH_ARGUMENT, 1),
    "\\setlength": 2,
    "\\addtolength": 2,
    "\\rule": 2,
    "\\multicolumn": 2,
    "\\fcolorbox": 2,
    "\\resizebox": 2,
    "\\definecolor": 3,
}

# Wide spaces, which part a formula.
QUADS: frozenset[str] = words(
    r"""
    \enskip \enspace \hfill \qqquad \qquad \quad
    """
)

# What stands in their braces is words.
TEXT_COMMANDS: frozenset[str] = words(
    r"""
    \emph \fbox \hbox \intertext \mathtext \mbox \parbox \shortintertext \text \textbf \textit \textmd \textnormal \textrm
    \textsc \textsf \textsl \texttt \textup
    """
)

REFERENCE_COMMANDS: frozenset[str] = words(
    r"""
    \autoref \cite \citep \citet \Cref \cref \eqref \pageref \ref \unicode
    """
)

# Environments that are matrices, with the brackets they draw.
MATRIX_BRACKETS: dict[str, str] = pairs(
    r"""
    matrix plain  smallmatrix plain  psmallmatrix ()  bsmallmatrix []  pmatrix ()  bmatrix []  Bmatrix {}  vmatrix ||
    Vmatrix ‖‖  array plain  block plain  blockarray plain  NiceMatrix plain  pNiceMatrix ()  bNiceMatrix []  NiceArray plain
    bordermatrix ()  vsmallmatrix ||  tabular plain  pNiceArray ()  bNiceArray []
    """
)

CASES: frozenset[str] = words(
    r"""
    cases dcases drcases numcases rcases subnumcases
    """
)

# Environments that take a column specification.
ENVIRONMENTS_WITH_SPEC: frozenset[str] = words(
    r"""
    alignat alignat* alignedat array block blockarray bNiceArray IEEEeqnarray IEEEeqnarray* NiceArray numcases pNiceArray
    subnumcases tabular xalignat xalignat*
    """
)

# Matrices of plain TeX, whose rows stand in braces.
MATRIX_COMMANDS: dict[str, str] = pairs(
    r"""
    \matrix plain  \pmatrix ()  \bmatrix []  \vmatrix ||  \cases cases  \smallmatrix plain
    """
)

FRACTIONS: frozenset[str] = words(
    r"""
    \cfrac \dfrac \flatfrac \frac \ifrac \nicefrac \sfrac \tfrac \xfrac
    """
)

# Marks on a formula, by their style in nodes.Mark.
MARKS: dict[str, str] = pairs(
    r"""
    \underbrace underbrace  \overbrace overbrace  \underbracket underbrace  \overbracket overbrace  \underparen underbrace
    \overparen overbrace
    """
)

PLAIN_MARKS: dict[str, str] = pairs(
    r"""
    \cancel cancel  \bcancel cancel  \xcancel cancel  \sout cancel  \boxed boxed  \fbox boxed  \framebox boxed  \not cancel
    \cancelto cancel
    """
)

STACKS: dict[str, str] = pairs(
    r"""
    \underset underset  \overset overset  \stackrel overset  \stackbin overset
    """
)
