"""Signs between things: relations, the signs of products, plus and minus, brackets and bars."""

from __future__ import annotations

from nablint.parse.word_tables import pairs

# Relations, by the word that nodes.Relation has for them.
RELATIONS: dict[str, str] = pairs(
    r"""
    = =  < <  > >  : :  := :=  =: =:  == =  <= ≤  >= ≥  != ≠  -> →  => ⇒  \eq =  \coloneqq :=  \coloneq :=  \defeq :=  \eqdef :=
    \eqqcolon =:  \vcentcolon :  \colon :  \triangleq ≜  \equiv ≡  \ne ≠  \neq ≠  \lt <  \gt >  \le ≤  \leq ≤  \leqslant ≤
    \leqq ≤  \ge ≥  \geq ≥  \geqslant ≥  \geqq ≥  \approx ≈  \thickapprox ≈  \approxeq ≈  \simeq ≃  \sim ~  \thicksim ~
    \propto ∝  \varpropto ∝  \cong ≅  \asymp ≍  \doteq ≐  \in ∈  \isin ∈  \ni ∋  \owns ∋  \notin ∉  \subset ⊂  \subseteq ⊆
    \subsetneq ⊊  \supset ⊃  \supseteq ⊇  \supsetneq ⊋  \nsubseteq ⊈  \to →  \rightarrow →  \longrightarrow →  \rarr →
    \hookrightarrow →  \rightharpoonup →  \rightsquigarrow →  \leadsto →  \mapsto ↦  \longmapsto ↦  \Rightarrow ⇒
    \Longrightarrow ⇒  \implies ⇒  \rArr ⇒  \Leftarrow ⇐  \Longleftarrow ⇐  \impliedby ⇐  \Leftrightarrow ⇔
    \Longleftrightarrow ⇔  \iff ⇔  \therefore ∴  \because ∵  \leftarrow ←  \longleftarrow ←  \gets ←  \larr ←  \leftrightarrow ↔
    \longleftrightarrow ↔  \ll ≪  \lll ≪  \gg ≫  \ggg ≫  \mid |  \vert |  \nmid ∤  \parallel ∥  \shortparallel ∥  \perp ⟂
    \Perp ⫫  \indep ⫫  \succ ≻  \succeq ⪰  \succcurlyeq ⪰  \prec ≺  \preceq ⪯  \preccurlyeq ⪯  \gtrsim ≳  \lesssim ≲  \gtrless ≷
    \vdash ⊢  \nleftrightarrow ↮  \models ⊨  \dashv ⊣  \uparrow ↑  \Uparrow ↑  \downarrow ↓  \Downarrow ↓  \updownarrow ↕
    \nearrow ↗  \searrow ↘  \swarrow ↙  \nwarrow ↖  \rightleftharpoons ⇌  \leftrightarrows ⇆  \rightrightarrows ⇉  \bowtie ⋈
    \curvearrowright ↷  \curvearrowleft ↶  \nRightarrow ⇏  \vartriangleleft ⊲  \vartriangleright ⊳  \triangleleft ⊲
    \triangleright ⊳  \gtreqless ⋛  \gtrapprox ⪆  \lessapprox ⪅  \ngtr ≯  \nless ≮  \nleq ≰  \ngeq ≱  \ncong ≇
    \twoheadrightarrow →  \rightarrowtail →  \circlearrowright ↻  \lhd ⊲  \rhd ⊳  \trianglelefteq ⊴  \risingdotseq ≓
    \fallingdotseq ≒  \sqsubseteq ⊑  \sqsubset ⊏  \sqsupseteq ⊒
    """
)

# A relation struck through by \not.
NEGATED_RELATIONS: dict[str, str] = pairs(
    r"""
    = ≠  ∈ ∉  ⊂ ⊄  ⊆ ⊈  ≡ ≢  ~ ≁  ≈ ≉  ⇒ ⇏  | ∤  ∥ ∦  < ≮  > ≯  ≤ ≰  ≥ ≱  → ↛  ⇔ ⇎  ∋ ∌  ⟂ ⊥̸  ≅ ≇  ≻ ⊁  ⪰ ⋡  ≺ ⊀  ⪯ ⋠  ∝ ∝̸
    ⊃ ⊅  ⊇ ⊉
    """
)

# The signs of products, by their name in nodes.Product.
PRODUCT_SIGNS: dict[str, str] = pairs(
    r"""
    * star  / slash  @ plain  \cdot cdot  \cdotp cdot  \sdot cdot  \centerdot cdot  \bullet cdot  \ast star  \star star
    \times times  \odot odot  \bigodot odot  \oslash oslash  \otimes otimes  \oplus oplus  \ominus ominus  \boxplus boxplus
    \boxminus boxminus  \circ circ  \div slash  \slash slash  \backslash setminus  \wedge wedge  \vee vee  \cup cup  \cap cap
    \setminus setminus  \smallsetminus setminus  \sqcup cup  \sqcap cap  \uplus cup  \rtimes rtimes  \ltimes rtimes
    \boxtimes otimes  \circledast star  \bmod mod  \pmod mod  \mod mod  \circledcirc circ  \amalg cup  \barwedge wedge
    \dotplus oplus  \boxdot odot  \cross times  \vdot cdot
    """
)

# Signs of products that stand alone, in a script or as the name of an operation.
SIGNS_ALONE: dict[str, str] = pairs(
    r"""
    star ∗  circ ∘  wedge ∧  vee ∨  times ×  cdot ⋅  odot ⊙  otimes ⊗  oplus ⊕  slash /  cap ∩  cup ∪  setminus ∖  oslash ⊘
    """
)

PLUS_MINUS: dict[str, str] = pairs(
    r"""
    + +  - -  \pm ±  \mp ∓
    """
)

# Brackets that open, by their shape.
OPENERS: dict[str, str] = pairs(
    r"""
    ( (  [ [  \{ {  \lbrace {  \langle ⟨  \lang ⟨  \lfloor ⌊  \lceil ⌈  \lbrack [  \lvert |  \lVert ‖  \llbracket [  \lparen (
    \lgroup (
    """
)

# Brackets that close, by the shape that opens them.
CLOSERS: dict[str, str] = pairs(
    r"""
    ) (  ] [  \} {  \rbrace {  \rangle ⟨  \rang ⟨  \rfloor ⌊  \rceil ⌈  \rbrack [  \rvert |  \rVert ‖  \rrbracket [  \rparen (
    \rgroup (
    """
)

BARS: dict[str, int] = {"|": 1, "\\vert": 1, "\\|": 2, "\\Vert": 2, "||": 2}

# Dots, by their direction.
DOTS: dict[str, str] = pairs(
    r"""
    ... h  … h  ⋯ h  ⋮ v  ⋱ d  \dots h  \ldots h  \cdots h  \dotsc h  \dotsb h  \dotsm h  \dotsi h  \dotso h  \vdots v  \ddots d
    \iddots d  \adots d  \hdots h  \cdotp\cdotp\cdotp h  \mathellipsis h  \udots d  \hdotsfor h
    """
)

# Words of logic that stand between formulas.
LOGIC: dict[str, str] = pairs(
    r"""
    \forall ∀  \exists ∃  \nexists ∄  \land ∧  \lor ∨  \neg ¬  \lnot ¬  \And &  \& &
    """
)

# Arrows that carry a name above them.
ARROWS: dict[str, str] = pairs(
    r"""
    \xrightarrow →  \xleftarrow ←  \xRightarrow ⇒  \xLeftarrow ⇐  \xmapsto ↦  \xlongrightarrow →  \xhookrightarrow →
    \xleftrightarrow ↔  \xLeftrightarrow ⇔  \xlongequal =  \xtwoheadrightarrow →  \xlongleftarrow ←
    """
)

# Signs written in Unicode, as the command they stand for.
UNICODE_COMMANDS: dict[str, str] = pairs(
    r"""
    · \cdot  ⋅ \cdot  ∙ \cdot  × \times  ⊙ \odot  ⊘ \oslash  ⊗ \otimes  ⊕ \oplus  ∘ \circ  ÷ \div  ∗ *  − -  – -  ± \pm
    ∓ \mp  ≤ \le  ≥ \ge  ≠ \ne  ≈ \approx  ≡ \equiv  ≜ \triangleq  ≔ :=  ∈ \in  ∉ \notin  ∋ \ni  ⊂ \subset  ⊆ \subseteq
    ⊃ \supset  ⊇ \supseteq  → \to  ⟶ \to  ↦ \mapsto  ⇒ \Rightarrow  ⟹ \Rightarrow  ⇐ \Leftarrow  ⇔ \Leftrightarrow
    ⟺ \Leftrightarrow  ∴ \therefore  ∵ \because  ← \leftarrow  ≪ \ll  ≫ \gg  ∝ \propto  ∼ \sim  ≅ \cong  ⟂ \perp  ≻ \succ
    ⪰ \succeq  ≺ \prec  ⪯ \preceq  ∣ \mid  ∥ \|  ‖ \|  ∇ \nabla  ∑ \sum  Σ \Sigma  ∏ \prod  ∫ \int  √ \sqrt  ∧ \wedge
    ∨ \vee  ∪ \cup  ∩ \cap  ∀ \forall  ∃ \exists  ⟨ \langle  ⟩ \rangle  〈 \langle  〉 \rangle  ⌊ \lfloor  ⌋ \rfloor  ⌈ \lceil
    ⌉ \rceil  … \dots  ⋯ \cdots  ⋮ \vdots  ⋱ \ddots  （ (  ） )  ， ,  ： :  ； ;  ！ !  ＝ =  ＋ +  ＜ <  ＞ >
    ［ [  ］ ]  、 ,  。 .
    □ \Box  ⨉ \bigtimes  ⨂ \bigotimes  ⋃ \bigcup  ⋂ \bigcap  ¬ \neg  ∖ \setminus  ∎ \qed
    """
)
