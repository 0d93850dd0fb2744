"""The styles of a page under a strict Content-Security-Policy: one sheet, allowed by its hash."""

from __future__ import annotations

import base64
import hashlib
import re

_TAG = re.compile(r"<[a-zA-Z][^<>]*\sstyle=\"[^\"]*\"[^<>]*>")
_SHEET = re.compile(r"\s*(?:<defs>\s*)?<style type=\"text/css\">.*?</style>(?:\s*</defs>)?", re.DOTALL)


def source_hash(source: str) -> str:
    """Return the source expression that allows exactly this style sheet or script (CSP level 3)."""
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def hoisted(page: str) -> tuple[str, str]:
    """Return the page with classes in place of its `style` attributes, and the rules of these classes.

    Pandoc writes such attributes into tables and matplotlib into charts. Without them the policy
    can forbid all, also those that somebody injects. The style sheets inside of charts are taken
    out, since the page's own has the same rules.
    """
    classes: dict[str, str] = {}

    def visit(match: re.Match[str]) -> str:
        tag = match[0]
        style = re.search(r"\sstyle=\"([^\"]*)\"", tag)
        assert style is not None
        name = classes.setdefault(style[1].strip().rstrip(";"), f"s{len(classes) + 1}")
        tag = tag.replace(style[0], "", 1)
        if re.search(r"\sclass=\"", tag):
            return re.sub(r"(\sclass=\")", rf"\g<1>{name} ", tag, count=1)
        return re.sub(r"(\s*/?>)$", rf' class="{name}"\g<1>', tag)

    page = _TAG.sub(visit, _SHEET.sub("", page))
    return page, "\n".join(f".{name} {{ {style} }}" for style, name in classes.items())
