"""Addresses that tell an outage from dead links: when none of them answers, there is no network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from yarl import URL

from brief.links.probing.targets import Halt
from brief.links.probing.transport import Transport

CONTROLS = ("https://www.wikipedia.org/", "https://www.iana.org/", "https://example.com/")
"""Three that different people keep."""

WITHIN = 5.0
"""Seconds within which a control answers, or does not; sooner where nothing may take so long."""


async def any_answers(transport: Transport, controls: Iterable[URL], within: float = WITHIN) -> bool:
    """Say whether any control answers, whatever it answers. All are asked at once."""
    within = min(WITHIN, within, transport.max_time)
    asked = [asyncio.ensure_future(_answers(transport, control, within)) for control in controls]
    try:
        for answered in asyncio.as_completed(asked, timeout=within):
            if await answered:
                return True
    except TimeoutError:
        pass
    finally:
        for task in asked:
            task.cancel()
    return False


async def _answers(transport: Transport, control: URL, within: float) -> bool:
    try:
        await transport.fetch(control, within=within)
    except Halt:
        return False
    return True
