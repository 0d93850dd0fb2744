"""Saving a live page at the Wayback Machine, by the interface that it calls Save Page Now 2."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from brief.links.probing.targets import Halt, target
from brief.links.probing.transport import Transport


class NotSavedError(Exception):
    """The archive has no copy, and why."""


@dataclass(frozen=True)
class Saver:
    """Asks the archive at `base` with an account's `authorization`, and `every` so many seconds again."""

    transport: Transport
    base: str
    authorization: str
    every: float

    async def save(self, url: str, within: float) -> str:
        """Return the address of a new copy. Raises NotSavedError after `within` seconds, or a refusal."""
        try:
            async with asyncio.timeout(within):
                job = await self._ask("/save", {"url": url})
                while job.get("status", "pending") == "pending" and job.get("job_id"):
                    await asyncio.sleep(self.every)
                    job = {"job_id": job["job_id"], **await self._ask(f"/save/status/{quote(job['job_id'])}")}
        except TimeoutError:
            raise NotSavedError(f"the archive is not done after {within:g} s") from None
        except Halt as halt:
            raise NotSavedError(halt.reason) from None
        if job.get("status") != "success" or not str(job.get("timestamp", "")).isdecimal():
            raise NotSavedError(str(job.get("message") or "the archive did not say why"))
        return f"{self.base.rstrip('/')}/web/{job['timestamp']}/{job.get('original_url', url)}"

    async def _ask(self, path: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        address = target(self.base.rstrip("/") + path)
        answer = await self.transport.fetch(address, form=form, authorization=self.authorization)
        if answer.status in (401, 403):
            raise NotSavedError("the archive does not take the keys")
        try:
            told = json.loads(answer.body)
        except ValueError:
            raise NotSavedError(f"HTTP {answer.status} from the archive") from None
        return told if isinstance(told, dict) else {}
