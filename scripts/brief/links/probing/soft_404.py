"""The test for a soft 404: some sites answer every address, so a random sibling is asked too.

The sibling is a made-up address in the same folder. It shows what the site says of a page that
is missing.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import unquote

from yarl import URL

from brief.links.probing.classify import Finding, Page, is_home
from brief.links.probing.client import Client
from brief.links.text import similarity, text_fingerprint

ALIKE = 0.98
"""From this similarity on, two texts are the same. Different pages of one site are less alike."""

_CHANGING = re.compile(r"\w*\d\w*")
"""Dates, times and the numbers of requests, which differ from one answer to the next."""


@dataclass(frozen=True, slots=True)
class _Sibling:
    """The page to which a made-up address leads."""

    end: URL
    title: str
    fingerprint: str | None


@dataclass
class Soft404Test:
    """Asks one random sibling for each host and folder, once."""

    client: Client
    _asked: dict[URL, asyncio.Task[_Sibling | None]] = field(default_factory=dict)

    async def objection(self, finding: Finding) -> str:
        """Return why an answer does not prove that its page exists, or an empty text."""
        if is_home(finding.end) or not finding.is_html or not finding.text:
            return ""
        folder = _folder(finding.end)
        if folder not in self._asked:
            self._asked[folder] = asyncio.ensure_future(self._ask(folder, _suffix(finding.end)))
        sibling = await asyncio.shield(self._asked[folder])
        if sibling is None or (sibling.end == finding.end and finding.straight):
            return ""  # a site may send all unknown addresses to the very page that is cited
        asked = (finding.end, finding.start)
        if _masked(finding.title, *asked) != sibling.title:
            return ""
        fingerprint = text_fingerprint(_masked(finding.text, *asked))
        if not fingerprint or not sibling.fingerprint:
            return ""
        same = similarity(fingerprint, sibling.fingerprint) >= ALIKE
        return "the site shows the same page for an address that does not exist" if same else ""

    def stop(self) -> None:
        """Stop waiting for siblings."""
        for task in self._asked.values():
            task.cancel()

    async def _ask(self, folder: URL, suffix: str) -> _Sibling | None:
        made_up = URL(f"{folder}{secrets.token_hex(8)}{suffix}", encoded=True)
        chain = await self.client.ask_once(made_up)
        if chain.answer is None or not 200 <= chain.answer.status < 300:
            return None
        page, asked = Page(chain.answer), (made_up, chain.end)
        return _Sibling(chain.end, _masked(page.title, *asked), text_fingerprint(_masked(page.text, *asked)))


def _folder(url: URL) -> URL:
    """Return the folder that holds an address; for the address of a folder, the one above it."""
    path = url.raw_path.removesuffix("/")
    return URL(f"{url.scheme}://{url.raw_authority}{path[: path.rfind('/') + 1]}", encoded=True)


def _suffix(url: URL) -> str:
    """Return how addresses of this kind end: as a folder, or with the suffix of a file."""
    if url.raw_path.endswith("/"):
        return "/"
    suffix = re.search(r"\.\w{1,5}$", url.raw_path)
    return suffix[0] if suffix else ""


def _masked(text: str, *urls: URL) -> str:
    """Return a text without the addresses that were asked: many error pages repeat them."""
    for url in urls:
        for part in (str(url), url.raw_path_qs, url.raw_path, url.raw_path.rsplit("/", 1)[-1]):
            for shown in {part, unquote(part)}:
                if len(shown) > 3:
                    text = re.sub(re.escape(shown), "…", text, flags=re.IGNORECASE)
    return _CHANGING.sub("#", text)
