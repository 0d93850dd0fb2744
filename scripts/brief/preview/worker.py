"""The process that makes the versions of the preview: one that hangs is ended, and another begun."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable, Mapping
from enum import Enum, auto
from multiprocessing.connection import Connection
from typing import Any

from brief.confining import Traces, confine, deadline, end_group
from brief.limits import Limits
from brief.preview.board import State

PATIENCE = 5
"""Seconds for which an update may go on after something newer was saved."""

STEP = 0.05
"""Seconds between two looks at the messages of an update."""


class Order(Enum):
    """An order to the child: to make a version, or to stop since something newer was saved."""

    UPDATE = auto()
    OVERTAKEN = auto()


Show = Callable[..., None]
Update = Callable[[Callable[[], bool], Show], None]
Opening = Callable[[], Update]


def serve(opening: Opening, orders: Connection, limits: Limits, traces: Traces) -> None:
    """Make one version after the other, in the child, by the function that `opening` returns.

    Sends back the fields to be shown, and None after each version.
    """
    confine(limits, traces)
    update = opening()
    gc.disable()  # Pandoc's trees are full of cycles: they are collected between updates, not during
    while True:
        while orders.recv() is not Order.UPDATE:
            pass
        with deadline(limits, traces):
            update(orders.poll, lambda **fields: orders.send(fields))
        orders.send(None)
        gc.collect()


class Worker:
    """Makes each version in a child process, within limits."""

    def __init__(self, opening: Opening, preloaded: list[str]) -> None:
        self._opening = opening
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(preloaded)
        self._child: Any = None
        self._stopped = False

    def update(self, limits: Limits, overtaken: Callable[[], bool], show: Show) -> None:
        """Make a version and show it, or the fault of a child that hangs or crashes."""
        if self._stopped:
            return
        if self._child is None:
            self._begin(limits)
        self._orders.send(Order.UPDATE)
        began = time.monotonic()
        try:
            while (fields := self._receive(began, overtaken)) is not None:
                show(**fields)
        except (EOFError, ConnectionError):
            self._child.join()
            faults = tuple(self._traces.faults(limits, self._child.exitcode))
            self._end()
            show(faults=faults, state=State.FAULTY)
        except TimeoutError:
            self._end()

    def _receive(self, began: float, overtaken: Callable[[], bool]) -> Mapping[str, Any] | None:
        """Return the next fields from the child; None when it is done.

        Raises EOFError where it has ended, TimeoutError where it goes on long after it was overtaken.
        """
        while not self._orders.poll(STEP):
            if overtaken():
                self._orders.send(Order.OVERTAKEN)
                if time.monotonic() - began > PATIENCE:
                    raise TimeoutError
        fields: Mapping[str, Any] | None = self._orders.recv()
        return fields

    def _begin(self, limits: Limits) -> None:
        self._orders, childs_end = self._context.Pipe()
        self._traces = Traces()
        arguments = (self._opening, childs_end, limits, self._traces)
        child = self._context.Process(target=serve, args=arguments, daemon=True)
        child.start()
        self._child = child
        childs_end.close()
        if self._stopped:  # by another thread, meanwhile
            end_group(self._child.pid)

    def _end(self) -> None:
        """End the child and its processes."""
        end_group(self._child.pid)
        self._child.join()
        self._orders.close()
        self._child = None

    def stop(self) -> None:
        """End the child for good; this may be called while another thread waits in `update`."""
        self._stopped = True
        if child := self._child:
            end_group(child.pid)
