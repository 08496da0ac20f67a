"""What phrases declare things: patterns over the parts of a sentence, one letter for each of its words (see `words`)."""

from __future__ import annotations

import re

SIZE = r"(?:S|T|\((?:N,)+N?\)|N\*N(?:\*N)?|\(N\*N\))"
MODS = rf"(?:(?:[djwy]|N-?D|N-(?=n)|{SIZE}-?)[,&]?)*"
NAMES = r"(?:[NCE](?:[,&]+[NCE])*|Q)"
TAIL = rf"(?:,?(?:[oh]|bo)?d?z[bo:]*(?P<tsize>{SIZE}|N)|,?\((?P<psize>S)\)|,?[hi]?d?(?P<space>P)|,?o(?P<osize>{SIZE}|N(?=w)))"
APPOSED = re.compile(rf"(?P<mods>{MODS})(?P<noun>n)(?P<post>j*)(?P<names>{NAMES})(?P<tail>{TAIL})?")
PREDICATE = re.compile(rf"(?P<names>{NAMES}|[Ff])\)?,?b(?P<mods>{MODS})(?P<noun>n)(?P<post>j*)(?!\(?N?b)(?P<tail>{TAIL})?")
COLON = re.compile(rf"(?P<names>[NC]),?:(?P<mods>{MODS})(?P<noun>n)(?P<post>j*)(?P<tail>{TAIL})?")
LET = re.compile(rf"b(?P<names>{NAMES})(?P<mods>{MODS})(?P<noun>n)(?P<post>j*)(?P<tail>{TAIL})?")
COMMA = re.compile(rf"(?P<names>[NC]),(?P<mods>d{MODS})(?P<noun>n)(?P<post>j*)(?P<tail>{TAIL})?(?![NCEQ])")
BESIDE = re.compile(rf"(?<=[,&h])(?P<names>N)(?P<mods>d{MODS})(?P<noun>n)(?P<post>j*)(?P<tail>{TAIL})?(?!w*[NCEQf])")
IS_ADJECTIVE = re.compile(rf"(?P<names>{NAMES}|f)b(?P<mods>j(?:[,&]*j)*)(?![,&wj]*n)")
ADJECTIVE_AFTER = re.compile(r"(?P<names>[NEf]),?\(?d?(?P<mods>j(?:[,&]*j)*)(?![,&wjd]*n|[wj]|,?[NECQF])")
ADJECTIVE_BETWEEN = re.compile(r"(?P<names>[NE])(?P<mods>j(?:&?j)*)(?=,[NECQ])")  # "$A$ symmetric, $B$ …"
ADJECTIVE_LISTED = re.compile(r"(?P<names>[NE]):[dwnj]+,(?P<mods>j(?:[,&]*j)*)(?=[.~);]|$)")  # "$A$: a weight, symmetric"
ADJECTIVE_NAME = re.compile(rf"(?P<mods>j(?:[,&]*j)*)(?P<names>{NAMES})")
HAS_SIZE = re.compile(rf"(?P<names>{NAMES}|[Ff]),?(?:(?:h|b?o)d?w?z[bo:]*|d?z[bo:]+|\(d?z[bo:]*|z)(?P<size>{SIZE}|N)(?![-*wn])")
SIZE_OF = re.compile(rf"z[ho]d?[wn]?(?P<names>{NAMES}|[Ff])b(?P<size>{SIZE}|N)(?![-*wn])")
RESPECTIVELY = re.compile(rf"(?P<names>[NCEFQf](?:[,&]+[NCEFQf])+)(?:b|b?[oh]d?z[bo:]*)(?P<sizes>{SIZE}(?:[,&]+{SIZE})+)")
IS_SIZE = re.compile(rf"(?P<names>{NAMES}|[Ff])(?:b|bo|:)(?P<size>S|N\*N)(?![-*wnj])")
SIZE_EQUALS = re.compile(r"z[bo:]*(?P<names>Q)")
REAL = re.compile(r"(?:y|(?P<noun>n))(?P<words>[wu]{0,2})(?P<names>N)")
IS_SIZED = re.compile(r"(?P<names>[NC])bd(?P<size>S)w{1,3}(?=[.,~;:&hWoi]|$)")
NAME_SIZE = re.compile(rf"(?P<names>{NAMES})(?:\((?P<size>S)\)|(?P<bracketed>S))")
IN_SPACE = re.compile(rf"(?P<names>{NAMES}|[Ff])b?w?i(?P<size>P)")
SAME = re.compile(rf"(?P<names>{NAMES})[bho]*d?mzb(?P<other>N)")
FUNCTION = re.compile(rf"(?P<names>{NAMES}|f)bd?[wjn]*uo(?P<on>{NAMES})(?![,&]*b|o)")
BESIDE_FUNCTION = re.compile(rf"(?<=[,&h])(?P<names>N)d[wjn]*uo(?P<on>{NAMES})(?![,&]*b|o)")
AND_OF = re.compile(r"[,&]+(?P<names>N)o(?P<on>N)(?![,&]*b)")  # "… and $z$ of $y$"
DEPENDS = re.compile(rf"(?P<names>{NAMES})W?(?P<not>x?)b?(?P<verb>v)[Wow]*(?P<on>{NAMES})")
ALONE = re.compile(r"^[~.:,]*(?:\((?P<a>S)\)|(?P<b>S)|\((?P<c>S|N\*N)\))[~.]*$")
DIMENSIONS = re.compile(rf"^[.~,&]*d?z[bo:]*(?P<size>{SIZE})[.~]*[fFNQESP]*$")
# A part that every match of a phrase has.
NEEDS = {
    **dict.fromkeys((APPOSED, PREDICATE, COLON, LET, COMMA, BESIDE), "n"),
    **dict.fromkeys((IS_ADJECTIVE, ADJECTIVE_AFTER, ADJECTIVE_BETWEEN, ADJECTIVE_LISTED, ADJECTIVE_NAME), "j"),
    **dict.fromkeys((HAS_SIZE, SIZE_OF, SIZE_EQUALS), "z"),
    **dict.fromkeys((RESPECTIVELY, IS_SIZE, REAL), ""),
    **dict.fromkeys((IS_SIZED, NAME_SIZE), "S"),
    IN_SPACE: "P",
    SAME: "m",
    FUNCTION: "u",
    BESIDE_FUNCTION: "u",
    DEPENDS: "v",
}
