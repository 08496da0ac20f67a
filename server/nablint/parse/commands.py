"""What the commands and signs of LaTeX mean: letters, relations, products, brackets, fonts, accents, and what is only layout."""

from __future__ import annotations

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ lambda λ "
    "mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω "
    "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω digamma ϝ "
    "varGamma Γ varDelta Δ varTheta Θ varLambda Λ varXi Ξ varPi Π varSigma Σ varPhi Φ varPsi Ψ varOmega Ω"
)
_OTHER_LETTERS = (
    "partial ∂ ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ infty ∞ emptyset ∅ varnothing ∅ top ⊤ bot ⊥ "
    "intercal ⊺ dagger † dag † ddagger ‡ ddag ‡ degree ° angle ∠ triangle △ square □ blacksquare ■ lozenge ◊ diamond ⋄ Diamond ◇ "
    "checkmark ✓ surd √ flat ♭ sharp ♯ natural ♮ eth ð S § P ¶ copyright © pounds £ yen ¥ mho ℧ prime ′ backprime ‵ "
    "clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ bigstar ★ qed ∎ qedsymbol ∎ QED ∎ complement ∁ bigtriangleup △ bigcirc ○ "
    "triangledown ▽ bigtriangledown ▽ hexagon ⬡ male ♂ female ♀ euro € lightning ↯"
)


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return {"\\" + name: sign for name, sign in zip(words[::2], words[1::2], strict=True)}


# A command that is a letter, with its Unicode letter.
LETTERS: dict[str, str] = {**_pairs(_GREEK), **_pairs(_OTHER_LETTERS)}

# Usual abbreviations for sets, where the note does not define them: the letter in blackboard bold.
SET_ABBREVIATIONS: dict[str, str] = {
    "\\R": "R", "\\RR": "R", "\\reals": "R", "\\Reals": "R", "\\real": "R", "\\N": "N", "\\NN": "N", "\\natnums": "N", "\\Z": "Z",
    "\\ZZ": "Z", "\\Q": "Q", "\\QQ": "Q", "\\C": "C", "\\CC": "C", "\\cnums": "C", "\\Complex": "C", "\\E": "E", "\\EE": "E",
    "\\Expect": "E", "\\Sym": "S", "\\SS": "S", "\\K": "K", "\\F": "F", "\\FF": "F", "\\KK": "K", "\\PP": "P",
}  # fmt: skip

RELATIONS: dict[str, str] = {
    "=": "=", "<": "<", ">": ">", ":": ":", ":=": ":=", "=:": "=:", "==": "=", "<=": "≤", ">=": "≥", "!=": "≠", "->": "→", "=>": "⇒",
    "\\eq": "=", "\\coloneqq": ":=", "\\coloneq": ":=", "\\defeq": ":=", "\\eqdef": ":=", "\\eqqcolon": "=:", "\\vcentcolon": ":",
    "\\colon": ":", "\\triangleq": "≜", "\\equiv": "≡", "\\ne": "≠", "\\neq": "≠", "\\lt": "<", "\\gt": ">", "\\le": "≤",
    "\\leq": "≤", "\\leqslant": "≤", "\\leqq": "≤", "\\ge": "≥", "\\geq": "≥", "\\geqslant": "≥", "\\geqq": "≥", "\\approx": "≈",
    "\\thickapprox": "≈", "\\approxeq": "≈", "\\simeq": "≃", "\\sim": "~", "\\thicksim": "~", "\\propto": "∝", "\\varpropto": "∝",
    "\\cong": "≅", "\\asymp": "≍", "\\doteq": "≐", "\\in": "∈", "\\isin": "∈", "\\ni": "∋", "\\owns": "∋", "\\notin": "∉",
    "\\subset": "⊂", "\\subseteq": "⊆", "\\subsetneq": "⊊", "\\supset": "⊃", "\\supseteq": "⊇", "\\supsetneq": "⊋",
    "\\nsubseteq": "⊈", "\\to": "→", "\\rightarrow": "→", "\\longrightarrow": "→", "\\rarr": "→", "\\hookrightarrow": "→",
    "\\rightharpoonup": "→", "\\rightsquigarrow": "→", "\\leadsto": "→", "\\mapsto": "↦", "\\longmapsto": "↦", "\\Rightarrow": "⇒",
    "\\Longrightarrow": "⇒", "\\implies": "⇒", "\\rArr": "⇒", "\\Leftarrow": "⇐", "\\Longleftarrow": "⇐", "\\impliedby": "⇐",
    "\\Leftrightarrow": "⇔", "\\Longleftrightarrow": "⇔", "\\iff": "⇔", "\\therefore": "∴", "\\because": "∵", "\\leftarrow": "←",
    "\\longleftarrow": "←", "\\gets": "←", "\\larr": "←", "\\leftrightarrow": "↔", "\\longleftrightarrow": "↔", "\\ll": "≪",
    "\\lll": "≪", "\\gg": "≫", "\\ggg": "≫", "\\mid": "|", "\\vert": "|", "\\nmid": "∤", "\\parallel": "∥", "\\shortparallel": "∥",
    "\\perp": "⟂", "\\Perp": "⫫", "\\indep": "⫫", "\\succ": "≻", "\\succeq": "⪰", "\\succcurlyeq": "⪰", "\\prec": "≺",
    "\\preceq": "⪯", "\\preccurlyeq": "⪯", "\\gtrsim": "≳", "\\lesssim": "≲", "\\gtrless": "≷", "\\vdash": "⊢", "\\nleftrightarrow": "↮", "\\models": "⊨",
    "\\dashv": "⊣", "\\uparrow": "↑", "\\Uparrow": "↑", "\\downarrow": "↓", "\\Downarrow": "↓", "\\updownarrow": "↕",
    "\\nearrow": "↗", "\\searrow": "↘", "\\swarrow": "↙", "\\nwarrow": "↖", "\\rightleftharpoons": "⇌", "\\leftrightarrows": "⇆",
    "\\rightrightarrows": "⇉", "\\bowtie": "⋈", "\\curvearrowright": "↷", "\\curvearrowleft": "↶", "\\nRightarrow": "⇏",
    "\\vartriangleleft": "⊲", "\\vartriangleright": "⊳", "\\triangleleft": "⊲", "\\triangleright": "⊳", "\\gtreqless": "⋛",
    "\\gtrapprox": "⪆", "\\lessapprox": "⪅", "\\ngtr": "≯", "\\nless": "≮", "\\nleq": "≰", "\\ngeq": "≱", "\\ncong": "≇",
    "\\twoheadrightarrow": "→", "\\rightarrowtail": "→", "\\circlearrowright": "↻", "\\lhd": "⊲", "\\rhd": "⊳", "\\trianglelefteq": "⊴",
    "\\stackrel": "=", "\\risingdotseq": "≓", "\\fallingdotseq": "≒", "\\sqsubseteq": "⊑", "\\sqsubset": "⊏", "\\sqsupseteq": "⊒",
}  # fmt: skip
del RELATIONS["\\stackrel"]

# A relation struck through by \not.
NEGATED_RELATIONS: dict[str, str] = {"=": "≠", "∈": "∉", "⊂": "⊄", "⊆": "⊈", "≡": "≢", "~": "≁", "≈": "≉", "⇒": "⇏", "|": "∤", "∥": "∦",
                                     "<": "≮", ">": "≯", "≤": "≰", "≥": "≱", "→": "↛", "⇔": "⇎", "∋": "∌", "⟂": "⊥̸", "≅": "≇", "≻": "⊁",
                                     "⪰": "⋡", "≺": "⊀", "⪯": "⋠", "∝": "∝̸", "⊃": "⊅", "⊇": "⊉"}  # fmt: skip

# The spelling of a product's sign, as in nodes.Product.
PRODUCT_SIGNS: dict[str, str] = {
    "*": "star", "/": "slash", "@": "", "\\cdot": "cdot", "\\cdotp": "cdot", "\\sdot": "cdot", "\\centerdot": "cdot", "\\bullet": "cdot",
    "\\ast": "star", "\\star": "star", "\\times": "times", "\\odot": "odot", "\\bigodot": "odot", "\\oslash": "oslash",
    "\\otimes": "otimes", "\\oplus": "oplus", "\\ominus": "ominus", "\\boxplus": "boxplus", "\\boxminus": "boxminus",
    "\\circ": "circ", "\\div": "slash", "\\slash": "slash", "\\backslash": "setminus", "\\wedge": "wedge", "\\vee": "vee",
    "\\cup": "cup", "\\cap": "cap", "\\setminus": "setminus", "\\smallsetminus": "setminus", "\\sqcup": "cup", "\\sqcap": "cap",
    "\\uplus": "cup", "\\rtimes": "rtimes", "\\ltimes": "rtimes", "\\boxtimes": "otimes", "\\circledast": "star", "\\bmod": "mod",
    "\\pmod": "mod", "\\mod": "mod", "\\circledcirc": "circ", "\\amalg": "cup", "\\barwedge": "wedge", "\\dotplus": "oplus",
    "\\boxdot": "odot", "\\cross": "times", "\\vdot": "cdot", "\\diamondsuit": "cdot", "\\lrcorner": "cdot", "\\divides": "slash",
}  # fmt: skip
del PRODUCT_SIGNS["\\diamondsuit"], PRODUCT_SIGNS["\\lrcorner"], PRODUCT_SIGNS["\\divides"]

# Signs of products that stand alone, in a script or as the name of an operation.
SIGNS_ALONE: dict[str, str] = {
    "star": "∗", "circ": "∘", "wedge": "∧", "vee": "∨", "times": "×", "cdot": "⋅", "odot": "⊙", "otimes": "⊗", "oplus": "⊕", "slash": "/",
    "cap": "∩", "cup": "∪", "setminus": "∖", "oslash": "⊘",
}  # fmt: skip

PLUS_MINUS: dict[str, str] = {"+": "+", "-": "-", "\\pm": "±", "\\mp": "∓"}

# A bracket's kind: what opens, what closes.
OPENERS: dict[str, str] = {
    "(": "(", "[": "[", "\\{": "{", "\\lbrace": "{", "\\langle": "⟨", "\\lang": "⟨", "\\lfloor": "⌊", "\\lceil": "⌈", "\\lbrack": "[",
    "\\lvert": "|", "\\lVert": "‖", "\\llbracket": "[", "\\lparen": "(", "\\lgroup": "(",
}  # fmt: skip
CLOSERS: dict[str, str] = {
    ")": "(", "]": "[", "\\}": "{", "\\rbrace": "{", "\\rangle": "⟨", "\\rang": "⟨", "\\rfloor": "⌊", "\\rceil": "⌈", "\\rbrack": "[",
    "\\rvert": "|", "\\rVert": "‖", "\\rrbracket": "[", "\\rparen": "(", "\\rgroup": "(",
}  # fmt: skip
BARS: dict[str, int] = {"|": 1, "\\vert": 1, "\\|": 2, "\\Vert": 2, "||": 2, "\\rvert": 1, "\\lvert": 1}

FONTS: dict[str, str] = {
    "\\mathbf": "bold", "\\boldsymbol": "bold", "\\bm": "bold", "\\pmb": "bold", "\\mathbfit": "bold", "\\symbf": "bold",
    "\\bold": "bold", "\\vb": "bold", "\\vectorbold": "bold", "\\va": "arrow", "\\vu": "bold", "\\boldsymbol*": "bold",
    "\\mathcal": "cal", "\\mathscr": "scr", "\\mathbb": "bb", "\\Bbb": "bb", "\\mathds": "bb", "\\mathbbm": "bb", "\\mathfrak": "frak",
    "\\frak": "frak", "\\mathsf": "sf", "\\mathtt": "tt", "\\mathrm": "rm", "\\rm": "rm", "\\mathit": "", "\\mathnormal": "",
    "\\mathup": "rm", "\\symup": "rm", "\\upright": "rm", "\\symsf": "sf", "\\mathsfit": "sf", "\\bs": "bold", "\\mbf": "bold",
    "\\mathbfsf": "bold", "\\mathbold": "bold", "\\textbf": "bold", "\\textit": "", "\\mathroman": "rm", "\\oldstyle": "",
}  # fmt: skip
# Old switches that hold to the end of the group.
FONT_SWITCHES: dict[str, str] = {"\\bf": "bold", "\\bfseries": "bold", "\\boldmath": "bold", "\\rm": "rm", "\\it": "", "\\cal": "cal",
                                 "\\sf": "sf", "\\tt": "tt", "\\mit": "", "\\scr": "scr"}  # fmt: skip

ACCENTS: dict[str, str] = {
    "\\hat": "hat", "\\widehat": "hat", "\\tilde": "tilde", "\\widetilde": "tilde", "\\bar": "bar", "\\overline": "bar",
    "\\widebar": "bar", "\\dot": "dot", "\\ddot": "ddot", "\\dddot": "dddot", "\\check": "check", "\\widecheck": "check",
    "\\breve": "breve", "\\acute": "acute", "\\grave": "grave", "\\mathring": "ring", "\\vec": "arrow", "\\overrightarrow": "arrow",
    "\\overleftarrow": "arrow", "\\overleftrightarrow": "arrow", "\\underline": "underline", "\\underbar": "underline",
    "\\utilde": "undertilde", "\\undertilde": "undertilde", "\\overset\\frown": "breve",
}  # fmt: skip
del ACCENTS["\\overset\\frown"]

BIG_OPERATORS: dict[str, str] = {
    "\\sum": "sum", "\\prod": "prod", "\\coprod": "coprod", "\\int": "int", "\\iint": "int", "\\iiint": "int", "\\oint": "int",
    "\\idotsint": "int", "\\smallint": "int", "\\intop": "int", "\\max": "max", "\\min": "min", "\\lim": "lim", "\\sup": "sup",
    "\\inf": "inf", "\\limsup": "limsup", "\\liminf": "liminf", "\\varlimsup": "limsup", "\\varliminf": "liminf", "\\argmin": "argmin",
    "\\argmax": "argmax", "\\bigcup": "union", "\\bigcap": "intersection", "\\bigsqcup": "union", "\\biguplus": "union",
    "\\bigoplus": "oplus", "\\bigotimes": "otimes", "\\bigodot": "odot", "\\bigvee": "vee", "\\bigwedge": "wedge",
    "\\minimize": "min", "\\maximize": "max", "\\esssup": "sup", "\\essinf": "inf", "\\plim": "lim", "\\argsup": "argmax",
    "\\arginf": "argmin", "\\softmin": "softmin", "\\bigtimes": "times",
}  # fmt: skip
BIG_WORDS: dict[str, str] = {"argmin": "argmin", "argmax": "argmax", "max": "max", "min": "min", "lim": "lim", "sup": "sup", "inf": "inf",
                             "minimize": "min", "maximize": "max", "arg min": "argmin", "arg max": "argmax", "ArgMin": "argmin",
                             "ArgMax": "argmax", "Argmin": "argmin", "Argmax": "argmax", "minimise": "min", "maximise": "max",
                             "limsup": "limsup", "liminf": "liminf", "esssup": "sup"}  # fmt: skip

DOTS: dict[str, str] = {
    "...": "h", "…": "h", "⋯": "h", "⋮": "v", "⋱": "d", "\\dots": "h", "\\ldots": "h", "\\cdots": "h", "\\dotsc": "h", "\\dotsb": "h",
    "\\dotsm": "h", "\\dotsi": "h", "\\dotso": "h", "\\vdots": "v", "\\ddots": "d", "\\iddots": "d", "\\adots": "d", "\\hdots": "h",
    "\\cdotp\\cdotp\\cdotp": "h", "\\mathellipsis": "h", "\\udots": "d", "\\hdotsfor": "h",
}  # fmt: skip

# Commands that only set the page: the number of arguments that go with them (0 for most), and whether an optional one may stand.
LAYOUT: dict[str, int] = {
    **dict.fromkeys(
        r"\, \; \: \! \> \  \displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \displaylimits \nonumber \notag"
        r" \big \Big \bigg \Bigg \bigl \Bigl \biggl \Biggl \bigr \Bigr \biggr \Biggr \bigm \Bigm \biggm \Biggm \mathstrut \strut \/"
        r" \thinspace \medspace \thickspace \negthinspace \negmedspace \negthickspace \enspace \enskip \hfill \hfil \null \allowbreak"
        r" \nobreak \nobreakspace \relax \hline \toprule \midrule \bottomrule \noindent \left. \right. \centering \small \tiny \large"
        r" \Large \LARGE \huge \Huge \normalsize \footnotesize \scriptsize \par \smallskip \medskip \bigskip \break \hss \vfill \ensuremath"
        r" \mathord \mathinner \mathopen \mathclose \mathpunct \displaybreak \protect \unboldmath \hdashline \goodbreak \vss"
        r" \mathrel \mathbin \nonumber* \newline* \upshape \itshape \mathop \operatornamewithlimits* \ignorespaces \unskip \( \) \[ \]"
        r" \smash \mathchoice* \mathclap \mathllap \mathrlap \clap \llap \rlap \vcenter \bgroup \egroup \begingroup \endgroup"
        r" \mathsurround \thinmuskip \qty \pqty \space \linebreak \nolinebreak \pagebreak \@ \- \bigstrut \leavevmode \crcr* \quad* \phantom* \xspace \* \mathlarger \mathsmaller \nonumber"
        .replace(r"\  ", "\\\x00 ")
        .split(" ")
        + ["\\ "],
        0,
    ),
    **dict.fromkeys(
        (r"\hspace \hspace* \vspace \vspace* \mspace \hskip* \phantom \hphantom \vphantom \label \color \style* \tag \tag* \require"
         r" \cline \arraystretch \setlength* \noalign \eqno* \mathstrut* \vskip* \cssId* \class* \footnote \index \cite* \definecolor*"
         r" \textcolor* \colorbox* \unicode* \intertext* \shortintertext* \pagestyle \usepackage \vspace \href* \url \arrayrulecolor").split(" "),
        1,
    ),
}  # fmt: skip
for _name in [name for name in LAYOUT if name.endswith("*") and name not in ("\\hspace*", "\\vspace*", "\\tag*")] + ["\\\x00", ""]:
    LAYOUT.pop(_name, None)
LAYOUT.update({"\\setlength": 2, "\\textcolor": 1, "\\colorbox": 1, "\\class": 1, "\\cssId": 1, "\\style": 1, "\\href": 1, "\\raise": 0,
               "\\addtolength": 2, "\\rule": 2, "\\setcounter": 2, "\\definecolor": 3, "\\renewcommand": 0, "\\multicolumn": 2,
               "\\raisebox": 1, "\\scalebox": 1, "\\hspace*": 1, "\\enclose": 1, "\\fcolorbox": 2, "\\resizebox": 2})  # fmt: skip

QUADS = {"\\quad", "\\qquad", "\\hfill", "\\enskip", "\\enspace", "\\qqquad"}

# \text and its like: what stands in their braces is words.
TEXT_COMMANDS = {"\\text", "\\mbox", "\\textrm", "\\textnormal", "\\textsf", "\\texttt", "\\hbox", "\\fbox", "\\textup", "\\textsc", "\\textmd",
                 "\\intertext", "\\shortintertext", "\\textsl", "\\emph", "\\textbf", "\\textit", "\\mathtext", "\\parbox"}  # fmt: skip
REFERENCE_COMMANDS = {"\\ref", "\\eqref", "\\cref", "\\Cref", "\\autoref", "\\cite", "\\citep", "\\citet", "\\pageref", "\\unicode"}

# Words for logic that stand between formulas.
LOGIC: dict[str, str] = {"\\forall": "∀", "\\exists": "∃", "\\nexists": "∄", "\\land": "∧", "\\lor": "∨", "\\neg": "¬", "\\lnot": "¬", "\\And": "&",
                         "\\&": "&"}  # fmt: skip

MATRIX_BRACKETS: dict[str, str] = {
    "matrix": "", "smallmatrix": "", "psmallmatrix": "()", "bsmallmatrix": "[]", "pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}",
    "vmatrix": "||", "Vmatrix": "‖‖", "array": "", "block": "", "blockarray": "", "NiceMatrix": "", "pNiceMatrix": "()",
    "bNiceMatrix": "[]", "NiceArray": "", "bordermatrix": "()", "vsmallmatrix": "||", "tabular": "", "pNiceArray": "()", "bNiceArray": "[]",
}  # fmt: skip
CASES = {"cases", "rcases", "dcases", "drcases", "numcases", "subnumcases"}
ENVIRONMENTS_WITH_SPEC = {"array", "tabular", "alignat", "alignedat", "alignat*", "xalignat", "xalignat*", "IEEEeqnarray", "IEEEeqnarray*", "NiceArray",
                          "blockarray", "block", "numcases", "subnumcases", "pNiceArray", "bNiceArray"}  # fmt: skip

FRACTIONS = {"\\frac", "\\dfrac", "\\tfrac", "\\cfrac", "\\nicefrac", "\\sfrac", "\\xfrac", "\\flatfrac", "\\ifrac"}
MARKS: dict[str, str] = {"\\underbrace": "underbrace", "\\overbrace": "overbrace", "\\underbracket": "underbrace", "\\overbracket": "overbrace",
                         "\\underparen": "underbrace", "\\overparen": "overbrace"}  # fmt: skip
PLAIN_MARKS: dict[str, str] = {"\\cancel": "cancel", "\\bcancel": "cancel", "\\xcancel": "cancel", "\\sout": "cancel", "\\boxed": "boxed",
                               "\\fbox": "boxed", "\\framebox": "boxed", "\\not": "cancel", "\\cancelto": "cancel"}  # fmt: skip
STACKS: dict[str, str] = {"\\underset": "underset", "\\overset": "overset", "\\stackrel": "overset", "\\stackbin": "overset"}
ARROWS: dict[str, str] = {"\\xrightarrow": "→", "\\xleftarrow": "←", "\\xRightarrow": "⇒", "\\xLeftarrow": "⇐", "\\xmapsto": "↦",
                          "\\xlongrightarrow": "→", "\\xhookrightarrow": "→", "\\xleftrightarrow": "↔", "\\xLeftrightarrow": "⇔",
                          "\\xlongequal": "=", "\\xtwoheadrightarrow": "→", "\\xlongleftarrow": "←"}  # fmt: skip

# Matrices of plain TeX, whose rows stand in braces.
MATRIX_COMMANDS: dict[str, str] = {"\\matrix": "", "\\pmatrix": "()", "\\bmatrix": "[]", "\\vmatrix": "||", "\\cases": "cases", "\\smallmatrix": ""}
