"""Saving a live page at the Wayback Machine, by its interface “Save Page Now 2”."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from brief.faults import ConfigurationFaults, Fault
from brief.links.history import SUCCESS
from brief.links.judgement import Judgement
from brief.links.probing.connection import open_transport
from brief.links.probing.options import ConnectionOptions
from brief.links.probing.transport import Transport
from brief.links.probing.urls import NoAnswerError, request_url


class NotSavedError(Exception):
    """The archive saved no copy; the message says why."""


@dataclass(frozen=True)
class Saver:
    """Saves pages at the archive at `base` with an account's `authorization`.

    While a page is being saved, it asks for the state `every` so many seconds.
    """

    transport: Transport
    base: str
    authorization: str
    every: float

    async def save(self, url: str, within: float) -> str:
        """Return the address of a new copy; raises NotSavedError after `within` seconds or a refusal."""
        try:
            async with asyncio.timeout(within):
                job = await self._ask("/save", {"url": url})
                while job.get("status", "pending") == "pending" and job.get("job_id"):
                    await asyncio.sleep(self.every)
                    job = {"job_id": job["job_id"], **await self._ask(f"/save/status/{quote(job['job_id'])}")}
        except TimeoutError:
            raise NotSavedError(f"the archive is not done after {within:g} s") from None
        except NoAnswerError as failure:
            raise NotSavedError(failure.reason) from None
        if job.get("status") != "success" or not str(job.get("timestamp", "")).isdecimal():
            raise NotSavedError(str(job.get("message") or "the archive did not say why"))
        return f"{self.base.rstrip('/')}/web/{job['timestamp']}/{job.get('original_url', url)}"

    async def _ask(self, path: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        address = request_url(self.base.rstrip("/") + path)
        answer = await self.transport.fetch(address, form=form, authorization=self.authorization)
        if answer.status in (401, 403):
            raise NotSavedError("the archive does not take the keys")
        try:
            reply = json.loads(answer.body)
        except ValueError:
            raise NotSavedError(f"HTTP {answer.status} from the archive") from None
        return reply if isinstance(reply, dict) else {}


def account_authorization(environment: Mapping[str, str]) -> str:
    """Return the authorization of the account; raises ConfigurationFaults for a missing key."""
    names = ("ARCHIVE_ACCESS_KEY", "ARCHIVE_SECRET_KEY")
    if missing := [name for name in names if not environment.get(name)]:
        remedy = "set it to the key of your account at the Internet Archive"
        raise ConfigurationFaults([Fault(name, 1, 1, "the key is not set", remedy) for name in missing])
    return "LOW {}:{}".format(*(environment[name] for name in names))


def pages_to_save(judgement: Judgement, urls: Sequence[str]) -> dict[str, Fault]:
    """Return the pages to save: `urls`, or else all that are alive and have no copy.

    Each comes with the fault for the case that it cannot be saved.
    """
    pages: dict[str, Fault] = {}
    for link in judgement.links:
        due = link.url in urls if urls else link.observation in SUCCESS and not link.archive_url
        if link.url and due:
            fault = Fault(link.file, link.line, 1, f"{link.url} was not saved", "try again later")
            pages.setdefault(link.url, fault)
    return pages


async def save_pages(
    pages: Mapping[str, Fault],
    *,
    connection: ConnectionOptions,
    archive_base: str,
    authorization: str,
    every: float,
    within: float,
) -> list[Fault]:
    """Save one page after the other, print the address of each copy, and return the other pages' faults."""
    faults = []
    async with open_transport(connection) as transport:
        saver = Saver(transport, archive_base, authorization, every)
        for url, fault in pages.items():
            try:
                print(f"{url} is saved as {await saver.save(url, within)}", flush=True)
            except NotSavedError as error:
                faults.append(replace(fault, problem=f"{fault.problem} ({error})"))
    return faults
