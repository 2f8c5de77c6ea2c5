"""The operator's commands: whatever is wrong, they end with one sentence that says what to set or do."""

import base64
import errno
import os
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from content.folders import SMALL, Folder
from databases import a_gp, an_enrolment, an_invitation
from kept import Pair, addresses, lay
from mistakes import COMMANDS, MASTER, MISTAKES, Mistake
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from selfhelp.cli import NO_PASSKEYS, main
from selfhelp.cli_port import why_not_there
from selfhelp.demo import demo_settings
from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore
from selfhelp.records.migrate import upgrade_key_store

Told = tuple[int, str, str]
TABLE = [
    pytest.param(command, mistake, id=f"{name}: {command}")
    for name, mistake in MISTAKES.items()
    for command in mistake.ends
]


@pytest.fixture
def here(fresh_pair: Pair, tmp_path: Path) -> Path:
    """A folder to which both databases belong, ready for use, and somebody invited."""
    lay(fresh_pair.urls, tmp_path)
    somebody_is_invited(fresh_pair.engine)
    return tmp_path


def somebody_is_invited(engine: Engine) -> None:
    gp = a_gp()
    with Session(engine) as session:
        session.add_all([gp, an_invitation(gp, an_enrolment(gp))])
        session.commit()


@pytest.fixture
def odd(migrated: Path, tmp_path: Path) -> Path:
    """A folder with both databases as files, and beside them all that the mistakes name."""
    here = shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    engine = make_engine(addresses(here)[0])
    somebody_is_invited(engine)
    engine.dispose()
    sound, keys = migrated / "selfhelp.sqlite", migrated / "keys.sqlite"
    (here / "a text").write_text("no database, but a text that is long enough to be seen as one. " * 20)
    (here / "an empty folder").mkdir()
    (here / "damaged.sqlite").write_bytes(sound.read_bytes()[:4096] + b"\xff" * 100_000)
    changed(sound, here / "newer.sqlite", "update alembic_version set version_num = '8888'")
    changed(sound, here / "without.sqlite", "drop table activation")
    changed(keys, here / "newer-keys.sqlite", "update key_store set version = 9")
    holds_a_key(here / "other-keys.sqlite", MasterKey(bytes(32)))
    Folder.copied(SMALL, here / "broken").edit("nb/tools/chain.md", "phase: after", "phase: later")
    return here


def changed(file: Path, copy: Path, statement: str) -> None:
    shutil.copy(file, copy)
    engine = make_engine(f"sqlite:///{copy}")
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def holds_a_key(file: Path, master: MasterKey) -> None:
    upgrade_key_store(f"sqlite:///{file}", master)
    engine = make_engine(f"sqlite:///{file}")
    KeyStore(engine, master).make(uuid4())
    engine.dispose()


def run(command: str, here: Path, *, typed: str | None = None, **environment: str) -> Result:
    return CliRunner().invoke(main, shlex.split(command), env={**enough(here), **environment}, input=typed)


def enough(here: Path) -> dict[str, str]:
    """The environment an operator sets."""
    return {
        "SELFHELP_SECRET_KEY": "a-secret-that-nobody-could-guess-ever",
        "SELFHELP_DATABASE_URL": addresses(here)[0],
        "SELFHELP_KEYS_URL": addresses(here)[1],
        "SELFHELP_MASTER_KEY": base64.b64encode(MASTER).decode(),
        "SELFHELP_PUBLIC_URL": "https://selvhjelp.example.org",
        "SELFHELP_CONTENT_VERIFIED_BY": "Kari Nordmann, 2027-01-15",
    }


def told(result: Result) -> Told:
    return result.exit_code, result.stdout, result.stderr


def ends_with(sentence: str) -> Told:
    """What a command leaves behind that cannot go on."""
    return 1, "", f"{sentence}\n"


class TestAnOperatorsMistake:
    @pytest.mark.parametrize(("command", "mistake"), TABLE)
    def test_is_told_in_one_sentence(self, odd: Path, command: str, mistake: Mistake) -> None:
        wrong = {mistake.setting: mistake.value.replace("HERE", str(odd))}

        said = told(run(COMMANDS[command], odd, **wrong))

        assert said == ends_with(mistake.said.replace("HERE", str(odd)))


class TestDbUpgradeAndGpAdd:
    def test_lead_to_a_link_that_a_name_gets_once(self, bare: Path) -> None:
        upgraded = told(run("db upgrade", bare))
        first, again = (run(COMMANDS["gp add"], bare) for _ in range(2))

        assert upgraded == (0, "", "The databases have the shape this version needs.\n")
        assert (first.exit_code, first.stderr) == (0, "")
        assert first.stdout.startswith("https://selvhjelp.example.org/activate/")
        assert told(again) == ends_with("Someone has the user name “kari” already. Choose another.")


class TestGpLink:
    def test_lets_a_gp_begin_anew_and_nobody_with_the_old_link(self, bare: Path) -> None:
        run("db upgrade", bare)
        old = run(COMMANDS["gp add"], bare).stdout

        renewed = run("gp link Kari", bare)

        assert (renewed.exit_code, renewed.stderr) == (0, "")
        assert renewed.stdout.startswith("https://selvhjelp.example.org/activate/")
        assert renewed.stdout != old

    def test_says_how_to_add_one_that_is_not_there(self, bare: Path) -> None:
        run("db upgrade", bare)

        sentence = "There is no GP with the user name “kari”. Add one with: selfhelp gp add"
        assert told(run("gp link kari", bare)) == ends_with(sentence)


class TestGpAdd:
    @pytest.mark.parametrize("name", ["''", "'  '", "x" * 101])
    def test_asks_for_a_name_of_a_length_that_can_be_kept(self, bare: Path, name: str) -> None:
        run("db upgrade", bare)

        done = run(f"gp add --user-name kari --name {name} --practice Strandveien", bare)

        assert done.exit_code == 2
        assert "Invalid value for '--name': write 1 to 100 letters" in done.stderr


class TestTheDemo:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """A demo's folder with keys and nothing else."""
        demo_settings(tmp_path / "demo", "")
        return tmp_path / "demo"

    def run(self, folder: Path) -> Told:
        return told(run(f"demo --only-set-up --folder {shlex.quote(str(folder))}", folder))

    def afresh(self, folder: Path) -> Told:
        return ends_with(
            f"The demo cannot go on with what lies in {folder}. Delete that folder to begin afresh, or "
            "choose another with --folder."
        )

    def test_says_where_it_cannot_write(self, tmp_path: Path) -> None:
        (tmp_path / "a text").touch()

        assert self.run(tmp_path / "a text" / "demo") == ends_with(
            f"The system says “Not a directory” of {tmp_path}/a text/demo. See that it is there, and that "
            "the account that runs selfhelp may use it."
        )

    @pytest.mark.parametrize("name", ["selfhelp.sqlite", "keys.sqlite", "master.key", "secret.key"])
    def test_offers_to_begin_afresh_when_something_else_lies_there(self, folder: Path, name: str) -> None:
        (folder / name).write_text("neither a database nor a key, and long enough to be seen as that. " * 20)

        assert self.run(folder) == self.afresh(folder)

    def test_offers_to_begin_afresh_when_the_keys_are_anothers(self, folder: Path) -> None:
        holds_a_key(folder / "keys.sqlite", MasterKey(bytes(32)))

        assert self.run(folder) == self.afresh(folder)


class TestServe:
    def test_says_where_there_can_be_no_passkeys(self, bare: Path) -> None:
        """It stops a little later: the databases have no tables."""
        at_a_number = run("serve", bare, SELFHELP_PUBLIC_URL="http://127.0.0.1:8000")
        at_a_name = run("serve", bare, SELFHELP_PUBLIC_URL="http://localhost:8000")

        assert at_a_number.stderr == f"{NO_PASSKEYS}\n{at_a_name.stderr}"


class TestThePort:
    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (
                OSError(errno.EADDRINUSE, ""),
                "Port 80 is in use. Stop what uses it, or choose another with --port.",
            ),
            (
                PermissionError(errno.EACCES, ""),
                "This account may not use port 80. Choose one from 1024 on with --port.",
            ),
            (
                OSError(errno.EADDRNOTAVAIL, ""),
                "This machine has no address here. Choose another with --host.",
            ),
            (
                ValueError("Invalid host/port specified."),
                "This machine has no address here. Choose another with --host.",
            ),
            (
                OSError(errno.ENOBUFS, "No room"),
                "Port 80 of here cannot be used: No room. Choose another with --host and --port.",
            ),
        ],
    )
    def test_that_cannot_be_had_is_told_with_what_to_choose(
        self, error: OSError | ValueError, said: str
    ) -> None:
        assert why_not_there(error, host="here", port=80) == said

    @pytest.mark.browser  # needs the local network, as a browser does
    @pytest.mark.parametrize("command", ["serve", "demo --folder demo"])
    def test_that_another_program_holds_is_told(self, here: Path, command: str) -> None:
        demo_settings(here / "demo", "")
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            words = [sys.executable, "-c", "from selfhelp.cli import main; main()", *shlex.split(command)]
            done = subprocess.run(  # noqa: S603  # our own command
                [*words, "--port", str(port)], cwd=here, env=os.environ | enough(here),
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip

        said = f"Port {port} is in use. Stop what uses it, or choose another with --port."
        assert (done.returncode, done.stdout, done.stderr) == ends_with(said)
