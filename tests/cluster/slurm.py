"""A SLURM of two nodes on this machine: munge, MariaDB, slurmdbd, slurmctld and two slurmd.

Everything lies in one folder, listens on loopback, and is ended by its pid file. It needs the
rights of root and no systemd. Debian's packages: slurmctld slurmd slurmdbd slurm-client munge
mariadb-server.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

PROGRAMS = (
    "munged",
    "mariadbd",
    "mariadb-install-db",
    "slurmdbd",
    "slurmctld",
    "slurmd",
    "sbatch",
    "sacctmgr",
)
NODES = ("n1", "n2")
SYSTEM = Path("/etc/slurm/slurm.conf")
"""Where srun looks inside of a job, which does not know SLURM_CONF."""

CONTROLLER = """
ClusterName=toy
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket
SlurmctldPort={ports[0]}
SlurmctldPidFile={folder}/slurmctld.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmdLogFile={folder}/slurmd.%n.log
SlurmdSpoolDir={folder}/spool.%n
SlurmdParameters=config_overrides
StateSaveLocation={folder}/state
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,defer_batch
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort={ports[1]}
AccountingStoragePass={folder}/munge.socket
CommunicationParameters=NoAddrCache
ReturnToService=2
MinJobAge=300
KillWait=2
InactiveLimit=0
NodeName=n[1-2] NodeHostname={host} NodeAddr=127.0.0.1 Port=[{ports[2]}-{ports[3]}] CPUs=2 RealMemory=9000
PartitionName=main Nodes=n[1-2] Default=YES MaxTime=60 DefMemPerCPU=500 State=UP
"""

ACCOUNTING = """
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
DbdHost=localhost
DbdAddr=127.0.0.1
DbdPort={ports[1]}
SlurmUser=root
LogFile={folder}/slurmdbd.log
PidFile={folder}/slurmdbd.pid
StorageType=accounting_storage/mysql
StorageHost=localhost
StoragePort=0
StorageUser=root
StorageLoc=slurm_acct
"""


def lacking() -> str:
    """Return what a SLURM needs and this machine does not have; an empty text where it has all."""
    missing = [name for name in PROGRAMS if not _program(name)]
    if missing:
        return f"{', '.join(missing)} (Debian: slurmctld slurmd slurmdbd slurm-client munge mariadb-server)"
    if os.geteuid():
        return "the rights of root"
    return f"a free {SYSTEM}" if SYSTEM.exists() else ""


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


@contextmanager
def running_slurm(folder: Path) -> Iterator[Mapping[str, str]]:
    """Run a SLURM out of a folder, and return the variables by which its commands find it."""
    _write_settings(folder)
    variables = {"SLURM_CONF": str(folder / "slurm.conf"), "MYSQL_UNIX_PORT": str(folder / "mysql.socket")}
    environment = os.environ | variables
    with ExitStack() as ends:
        ends.callback(SYSTEM.unlink, missing_ok=True)
        SYSTEM.parent.mkdir(exist_ok=True)
        shutil.copy(folder / "slurm.conf", SYSTEM)

        def start(name: str, *command: str | Path) -> None:
            ends.callback(_end, folder / f"{name}.pid")
            _run(environment, *command)

        start("munged", *_munge(folder))
        ends.enter_context(_database(folder))
        start("slurmdbd", "slurmdbd")
        _until(lambda: _says(environment, "sacctmgr", "-n", "list", "cluster") is not None)
        start("slurmctld", "slurmctld", "-f", folder / "slurm.conf")
        for node in NODES:
            start(f"slurmd.{node}", "slurmd", "-f", folder / "slurm.conf", "-N", node)
        _until(lambda: (_says(environment, "sinfo", "-hNo", "%T") or "").split() == ["idle", "idle"])
        yield variables


def _write_settings(folder: Path) -> None:
    for name in ("state", "db", *(f"spool.{node}" for node in NODES)):
        (folder / name).mkdir(parents=True)
    host = socket.gethostname().partition(".")[0]
    given = {"folder": folder, "host": host, "ports": _ports()}
    (folder / "slurm.conf").write_text(CONTROLLER.format(**given))
    (folder / "slurmdbd.conf").write_text(ACCOUNTING.format(**given))
    (folder / "munge.key").write_bytes(os.urandom(128))
    for name in ("slurmdbd.conf", "munge.key"):
        (folder / name).chmod(0o600)


def _ports() -> list[int]:
    """Return four ports that nobody has, the last two beside each other."""
    for first in range(26817, 28817, 4):
        with ExitStack() as held, suppress(OSError):
            for port in range(first, first + 4):
                held.enter_context(socket.create_server(("127.0.0.1", port)))
            return list(range(first, first + 4))
    raise OSError("no ports are free")


def _munge(folder: Path) -> list[str]:
    files = {"key-file": "munge.key", "socket": "munge.socket", "pid-file": "munged.pid"}
    files |= {"log-file": "munged.log", "seed-file": "munged.seed"}
    return ["munged", "--force", *(f"--{flag}={folder / name}" for flag, name in files.items())]


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    where = f"--datadir={folder / 'db'}"
    install = ["--no-defaults", where, "--user=root", "--auth-root-authentication-method=normal"]
    _run(os.environ, "mariadb-install-db", *install, "--skip-test-db")
    options = [
        "--no-defaults",
        where,
        "--user=root",
        f"--socket={folder / 'mysql.socket'}",
        "--skip-networking",
    ]
    options += [f"--pid-file={folder / 'mariadbd.pid'}", "--innodb-buffer-pool-size=64M"]
    options += ["--innodb-lock-wait-timeout=900", "--skip-log-bin"]
    with (folder / "mariadbd.log").open("w") as log:
        database = subprocess.Popen([_program("mariadbd") or "", *options], stdout=log, stderr=log)
    ask = ["mariadb-admin", "--no-defaults", f"--socket={folder / 'mysql.socket'}", "ping"]
    with database:
        try:
            _until(lambda: _says(os.environ, *ask) is not None)
            yield
        finally:
            database.terminate()


def _run(environment: Mapping[str, str], name: str | Path, *arguments: str | Path) -> None:
    command = [_program(str(name)) or str(name), *map(str, arguments)]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)


def _says(environment: Mapping[str, str], *command: str) -> str | None:
    """Return what a command prints; None where it fails."""
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=30)
    return None if done.returncode else done.stdout


def _until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("SLURM does not come up")
        time.sleep(0.1)


def _end(pid_file: Path) -> None:
    """End the process that a pid file names, and wait until it is gone."""
    try:
        process = int(pid_file.read_text())
        os.kill(process, signal.SIGTERM)
    except (OSError, ValueError):
        return
    for _ in range(100):
        with suppress(ChildProcessError):
            os.waitpid(process, os.WNOHANG)
        if not Path(f"/proc/{process}").exists():
            return
        time.sleep(0.1)
    with suppress(OSError):
        os.kill(process, signal.SIGKILL)
