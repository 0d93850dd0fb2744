"""Programs of Python in processes of their own, forked from one that has their libraries loaded.

Most of what a short program or a dry run costs is to load Snakemake, pandas or matplotlib. So the
commands `python` and `snakemake` of `running_server` hand what they were given (arguments, folder,
environment, the three streams) to a server, which loads the libraries at the first request, forks,
and says how the child has ended. Signals, limits and namespaces of the command do not reach the
child: what a test wants to know of these, it asks of the real Python, `sys.executable`.
"""

from __future__ import annotations

import gc
import importlib
import json
import multiprocessing
import os
import runpy
import select
import shlex
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LIBRARIES = (
    *("snakemake.cli", "pandas", "matplotlib.figure", "matplotlib.backends.backend_svg", "PIL.Image"),
    *("panflute", "pypandoc", "typst", "docx", "pikepdf", "fontTools.ttLib", "lxml.etree", "lxml.html"),
    *("jsonschema", "yaml", "bibtexparser", "babel.dates", "babel.numbers", "rocrate.rocrate", "aiohttp"),
)
"""What takes long to load, and nothing of the project: each child reads that for itself."""

COMMAND = """#!/bin/sh
case "$1" in -*) {options} ;; esac
exec {python} -IS {client} {door} {program} "$@"
"""

CLIENT = """
import json, os, sys
from _socket import AF_UNIX, SCM_RIGHTS, SOCK_SEQPACKET, SOL_SOCKET, socket

server = socket(AF_UNIX, SOCK_SEQPACKET)
server.connect(sys.argv[1])
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))
request = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()
server.sendmsg([request], [(SOL_SOCKET, SCM_RIGHTS, streams)])
os._exit(int(server.recv(100) or b"1"))
"""


@contextmanager
def running_server() -> Iterator[Path]:
    """Run a server, and return the folder of its commands `python` and `snakemake`.

    For make it is the `bin` of an environment that is set up.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "bin")
        folder.mkdir()
        for part in ("brief", "dev"):
            folder.with_name(f"{part}.done").touch()
        (folder / "client.py").write_text(CLIENT, encoding="utf-8")
        real = Path(sys.executable)
        _write_command(folder, "python", "", f'exec {shlex.quote(str(real))} "$@"')
        _write_command(folder, "snakemake", str(real.with_name("snakemake")), ":")
        command = [real, __file__, folder / "door"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            assert server.stdin
            assert server.stdout
            server.stdout.readline()  # it listens
            yield folder
            server.stdin.close()


def _write_command(folder: Path, name: str, program: str, options: str) -> None:
    path = folder / name
    given = {"python": sys.executable, "client": str(folder / "client.py"), "door": str(folder / "door")}
    quoted = {key: shlex.quote(value) for key, value in given.items()}
    path.write_text(
        COMMAND.format(**quoted, program=program and shlex.quote(program), options=options), encoding="utf-8"
    )
    path.chmod(0o755)


def serve(path: str) -> None:
    """Answer requests until stdin is closed."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
        door.bind(path)
        door.listen(64)
        print("listening", flush=True)
        while sys.stdin not in select.select([door, sys.stdin], [], [])[0]:
            client, _ = door.accept()
            _load(Path(path).with_name("compiled"))
            if not os.fork():
                door.close()
                _answer(client)
                os._exit(0)
            client.close()
            _collect(os.WNOHANG)
    _collect(0)


def _load(compiled: Path) -> None:
    """Load the libraries, once, and keep the collector of garbage from touching them in each child.

    Snakemake finds its plugins as soon as it knows its flags. What children load beside all this, the
    project's own code, is compiled once too.
    """
    if LIBRARIES[0] not in sys.modules:
        for name in LIBRARIES:
            importlib.import_module(name)
        importlib.import_module("snakemake.cli").get_argument_parser()
        sys.pycache_prefix, sys.dont_write_bytecode = str(compiled), False
        gc.collect()
        gc.freeze()


def _collect(flags: int) -> None:
    """Take note of the children that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, flags)[0]:
            pass


def _answer(client: socket.socket) -> None:
    """Run the program that a request names, and send its exit code."""
    text, streams, _, _ = socket.recv_fds(client, 2**20, 3)
    child = multiprocessing.get_context("fork").Process(target=_run, args=(*json.loads(text), streams))
    child.start()
    child.join()
    code = child.exitcode or 0
    client.send(str(code if code >= 0 else 128 - code).encode())


def _run(arguments: list[str], folder: str, environment: dict[str, str], streams: list[int]) -> None:
    """Become the program."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (those of the server were of other files)
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.executable = str(Path(sys.argv[1]).with_name("python"))  # for what the program starts itself
    sys.argv = arguments
    sys.path[0] = str(Path(arguments[0]).resolve().parent)
    runpy.run_path(arguments[0], run_name="__main__")


if __name__ == "__main__":
    serve(sys.argv[1])
