"""Controls: well-known addresses. When none of them answers, there is no network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from yarl import URL

from brief.links.probing.transport import Transport
from brief.links.probing.urls import NoAnswerError

WITHIN = 5.0
"""Seconds that a control has for its answer, unless another limit is shorter."""


async def any_answers(transport: Transport, controls: Iterable[URL], within: float = WITHIN) -> bool:
    """Return whether any control answers, with whatever status. All are asked at once."""
    within = min(WITHIN, within, transport.max_time)
    tasks = [asyncio.ensure_future(_answers(transport, control, within)) for control in controls]
    try:
        for answered in asyncio.as_completed(tasks, timeout=within):
            if await answered:
                return True
    except TimeoutError:
        pass
    finally:
        for task in tasks:
            task.cancel()
    return False


async def _answers(transport: Transport, control: URL, within: float) -> bool:
    try:
        await transport.fetch(control, within=within)
    except NoAnswerError:
        return False
    return True
