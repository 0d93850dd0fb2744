"""Sites that answer everything: an address that nobody has made tells what a missing page looks like."""

from __future__ import annotations

import asyncio
import re
import secrets
from dataclasses import dataclass, field

from yarl import URL

from brief.links.probing.classify import Page, is_home
from brief.links.probing.journeys import Traveller
from brief.links.text import fingerprint, similarity

ALIKE = 0.95
"""From here on two texts are the same page but for a date or a number."""


@dataclass(frozen=True)
class _Sibling:
    title: str
    sketch: str | None
    text: str


@dataclass
class Siblings:
    """Asks one random address for each host and folder, once."""

    traveller: Traveller
    _asked: dict[tuple[str, str], asyncio.Task[_Sibling | None]] = field(default_factory=dict)

    async def doubt(self, url: URL, page: Page) -> str:
        """Return why the page at `url` is no evidence that it exists, or an empty text."""
        if is_home(url) or not page.is_html or not page.text:
            return ""
        folder = url.path[: url.path.rfind("/") + 1] if not url.path.endswith("/") else url.parent.path
        folder = folder if folder.endswith("/") else f"{folder}/"
        key = (str(url.origin()), folder)
        if key not in self._asked:
            self._asked[key] = asyncio.ensure_future(self._ask(url, folder))
        sibling = await asyncio.shield(self._asked[key])
        if sibling is None or _masked(page.title, url) != sibling.title:
            return ""
        own = _masked(page.text, url)
        sketch = fingerprint(own)
        same = own == sibling.text or (
            sketch and sibling.sketch and similarity(sketch, sibling.sketch) >= ALIKE
        )
        return "the site shows the same page for an address that does not exist" if same else ""

    async def _ask(self, url: URL, folder: str) -> _Sibling | None:
        suffix = URL(url.path).suffix if not url.path.endswith("/") else ""
        made_up = url.with_path(f"{folder}{secrets.token_hex(8)}{suffix}").with_query(None)
        journey = await self.traveller.journey(made_up)
        if journey.answer is None or not 200 <= journey.answer.status < 300 or journey.hops:
            return None
        page = Page(journey.answer)
        text = _masked(page.text, made_up)
        return _Sibling(_masked(page.title, made_up), fingerprint(text), text)


def _masked(text: str, url: URL) -> str:
    """Return a text in which what was asked for is blotted out: many error pages repeat it."""
    for part in (str(url), url.path_qs, url.path, url.raw_path, url.name):
        if len(part) > 3:
            text = re.sub(re.escape(part), "…", text, flags=re.IGNORECASE)
    return text
