"""Sites that answer everything: an address that nobody has made tells what a missing page looks like."""

from __future__ import annotations

import asyncio
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import unquote

from yarl import URL

from brief.links.probing.classify import Finding, Page, is_home
from brief.links.probing.journeys import Traveller
from brief.links.text import fingerprint, similarity

ALIKE = 0.98
"""From here on two texts are the same: pages of one site share a good deal, and are still two pages."""

_CHANGING = re.compile(r"\w*\d\w*")
"""Dates, times and the numbers of requests, which differ from one answer to the next."""


@dataclass(frozen=True, slots=True)
class _Sibling:
    """What a made-up address led to: where, and what stands there."""

    end: URL
    title: str
    sketch: str | None


@dataclass
class Siblings:
    """Asks one random address for each host and folder, once."""

    traveller: Traveller
    _asked: dict[URL, asyncio.Task[_Sibling | None]] = field(default_factory=dict)

    async def doubt(self, found: Finding) -> str:
        """Return why a page that was found is no evidence that it exists, or an empty text."""
        if is_home(found.end) or not found.is_html or not found.text:
            return ""
        folder = _folder(found.end)
        if folder not in self._asked:
            self._asked[folder] = asyncio.ensure_future(self._ask(folder, _suffix(found.end)))
        sibling = await asyncio.shield(self._asked[folder])
        if sibling is None or (sibling.end == found.end and found.straight):
            return ""  # a page that was cited as it is may well be where a site sends all who are lost
        asked = (found.end, found.start)
        if _masked(found.title, *asked) != sibling.title:
            return ""
        sketch = fingerprint(_masked(found.text, *asked))
        same = sketch and sibling.sketch and similarity(sketch, sibling.sketch) >= ALIKE
        return "the site shows the same page for an address that does not exist" if same else ""

    def stop(self) -> None:
        """Wait for no sibling any more."""
        for task in self._asked.values():
            task.cancel()

    async def _ask(self, folder: URL, suffix: str) -> _Sibling | None:
        made_up = URL(f"{folder}{secrets.token_hex(8)}{suffix}", encoded=True)
        journey = await self.traveller.once(made_up)
        if journey.answer is None or not 200 <= journey.answer.status < 300:
            return None
        page = Page(journey.answer)
        asked = (made_up, journey.end)
        return _Sibling(journey.end, _masked(page.title, *asked), fingerprint(_masked(page.text, *asked)))


def _folder(url: URL) -> URL:
    """Return the folder in which an address lies: the one above it where it is a folder itself."""
    path = url.raw_path.removesuffix("/")
    return URL(f"{url.scheme}://{url.raw_authority}{path[: path.rfind('/') + 1]}", encoded=True)


def _suffix(url: URL) -> str:
    """Return how addresses of this kind end: as a folder, or with the suffix of a file."""
    if url.raw_path.endswith("/"):
        return "/"
    found = re.search(r"\.\w{1,5}$", url.raw_path)
    return found[0] if found else ""


def _masked(text: str, *urls: URL) -> str:
    """Return a text in which what was asked for is blotted out: many error pages repeat it."""
    for url in urls:
        for part in (str(url), url.raw_path_qs, url.raw_path, url.raw_path.rsplit("/", 1)[-1]):
            for shown in {part, unquote(part)}:
                if len(shown) > 3:
                    text = re.sub(re.escape(shown), "…", text, flags=re.IGNORECASE)
    return _CHANGING.sub("#", text)
