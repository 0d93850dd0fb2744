"""The flags of programs that ask sites or archives. Imports nothing of the network, to be loaded early."""

from __future__ import annotations

import argparse

from brief.links.probing.options import USER_AGENT, WAYBACK, ConnectionOptions, network


def add_connection(flags: argparse.ArgumentParser) -> None:
    """Add the archive, and the flags by which tests lead requests to servers of their own."""
    flags.add_argument("--archive-base", default=WAYBACK, metavar="URL", help="the archive to look in")
    flags.add_argument("--resolve", action="append", default=[], metavar="HOST:PORT:ADDRESS")
    flags.add_argument("--cacert", metavar="FILE", help="authorities to trust instead of the system's")
    flags.add_argument("--allow-network", type=network, action="append", default=[], metavar="CIDR")


def connection_of(arguments: argparse.Namespace, max_time: float, contact: str = "") -> ConnectionOptions:
    """Return how to connect; an address may take `max_time` seconds, and `contact` is told to sites."""
    return ConnectionOptions(
        networks=arguments.allow_network,
        resolve=arguments.resolve,
        cacert=arguments.cacert,
        max_time=max_time,
        user_agent=f"{USER_AGENT} (+{contact})" if contact else USER_AGENT,
    )
