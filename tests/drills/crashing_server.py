"""A PostgreSQL server of our own that can be made to crash, as often as a drill wants."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SETTINGS = "listen_addresses = ''\nunix_socket_directories = '{folder}'\n"


def programs() -> Path | None:
    """Where the server's programs lie; None when there are none."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/opt/homebrew/opt").glob("postgresql*/bin")]
    on_path = shutil.which("initdb")
    found += [Path(on_path).parent] if on_path else []
    return next(
        (
            folder
            for folder in sorted(found, reverse=True)
            if all((folder / one).exists() for one in ("initdb", "pg_ctl", "createdb"))
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class Server:
    """A server in a folder of its own, reached by a socket there."""

    folder: Path
    programs: Path

    def database(self, name: str) -> str:
        """Make a database, and return its address."""
        self._run("createdb", "--host", str(self.folder), "--username", "selfhelp", name)
        return f"postgresql+psycopg://selfhelp@/{name}?host={self.folder}"

    def starts(self) -> None:
        self._control("start", "--log", str(self.folder / "log"), "--wait")

    def crashes(self) -> None:
        """End as in a crash: nothing is finished, nothing put in order."""
        self._control("stop", "--mode", "immediate", "--wait")

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", *words, "--pgdata", str(self.folder / "data"), "--silent")

    def _run(self, program: str, *words: str) -> None:
        """Run one of the server's programs; PostgreSQL refuses to run as root."""
        nobody = {"user": "nobody", "group": "nogroup", "extra_groups": ()} if os.geteuid() == 0 else {}
        subprocess.run(  # noqa: S603
            [str(self.programs / program), *words],
            check=True,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            **nobody,  # type: ignore[call-overload]
        )


@contextmanager
def server(found: Path) -> Iterator[Server]:
    """Make a server, start it, and take it away."""
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    made = Server(folder, found)
    made._run("initdb", "--pgdata", str(folder / "data"), "--username", "selfhelp", "--auth", "trust",
              "--encoding", "UTF8", "--locale", "C", "--no-instructions")  # fmt: skip
    with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS.format(folder=folder))
    made.starts()
    try:
        yield made
    finally:
        made.crashes()
        shutil.rmtree(folder)
