"""The end of an address that leads a browser to a passage on its page.

By the specification of text fragments (WICG, “URL Fragment Text Directives”, section 3.2): a short
passage is named whole, a longer one, or one that runs over several blocks, by its first and last
words. Where it stands on the page more than once, the words around it go with it, out of its own block.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from brief.quotations.matching import words_of
from brief.quotations.normalising import WITHOUT_BLANKS, normalised

WHOLE = 80
"""The most characters of a passage that is named whole; two ends are enough for a longer one."""

AT_THE_ENDS, AROUND = 4, 3
"""How many words of a longer passage are named at each end; how many around one that is not alone."""

_WITHIN = "[\u00ad\u200b-\u200f\u2060\ufeff]*"
_APOSTROPHES = "['’‘ʼ`´]"


def text_fragment(page: str, passage: str) -> str:
    """Return the fragment for a passage; nothing where its words cannot be found in the page's text.

    `page` is the text of a web page with a line for each block, `passage` as it stands there,
    normalised. A browser does not tell capitals from small letters, so neither does this.
    """
    words = words_of(passage)
    whole = _found(words, page)
    if not whole:
        return ""
    if len(whole[0]) <= WHOLE and "\n" not in whole[0]:
        return _directive(page, whole, [whole[0]])
    starts = (_found(words[:count], whole[0]) for count in range(AT_THE_ENDS, 0, -1))
    ends = (_found(words[-count:], whole[0], last=True) for count in range(AT_THE_ENDS, 0, -1))
    start, end = (
        next(found for found in tried if found and "\n" not in found[0]) for tried in (starts, ends)
    )
    return _directive(page, whole, [start[0], end[0]]) if start.end() <= end.start() else ""


def with_place(address: str, place: str) -> str:
    """Return an address with its place: behind a fragment of its own, or instead of it for a PDF."""
    if not place:
        return address
    base, mark, fragment = address.partition("#")
    return f"{base}#{fragment if mark and place.startswith(':~:') else ''}{place}"


def joined_places(places: list[str]) -> str:
    """Return one place for several passages of one page: browsers show all, and go to the first."""
    first, *others = dict.fromkeys(places)
    texts = [place.removeprefix(":~:") for place in others if place.startswith(":~:text=")]
    return "&".join([first, *texts]) if first.startswith(":~:") else first


def _found(words: list[str], page: str, *, last: bool = False) -> re.Match[str] | None:
    """Return the first place, or the last, at which the words follow one another."""
    pattern = _pattern(words)
    matches = list(pattern.finditer(page)) if last else [pattern.search(page)]
    return matches[-1] if matches else None


def _pattern(words: list[str]) -> re.Pattern[str]:
    signs = {"'": _APOSTROPHES}
    spelled = [_WITHIN.join(signs.get(sign, re.escape(sign)) for sign in word) for word in words]
    if re.match(f"[{WITHOUT_BLANKS}]", "".join(words)):
        return re.compile(r"\W{0,6}".join(spelled))
    return re.compile(r"(?<!\w)" + r"\W{1,12}".join(spelled) + r"(?!\w)")


def _directive(page: str, whole: re.Match[str], ends: list[str]) -> str:
    """Return the directive, with the words around the passage where its beginning stands elsewhere too."""
    parts = [_encoded(end) for end in ends]
    if len(re.findall(re.escape(ends[0]), page, re.IGNORECASE)) > 1:
        line = page[page.rfind("\n", 0, whole.start()) + 1 : whole.start()]
        behind = page[whole.end() :].partition("\n")[0]
        if before := _encoded(" ".join(line.split()[-AROUND:])):
            parts.insert(0, f"{before}-")
        if after := _encoded(" ".join(behind.split()[:AROUND])):
            parts.append(f"-{after}")
    return f":~:text={','.join(parts)}"


def _encoded(text: str) -> str:
    """Return a text percent-encoded, with the signs that part a directive; blanks as browsers see them."""
    plain = re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", " ".join(text.split()))
    return quote(plain, safe="").replace("-", "%2D") if normalised(plain) else ""
