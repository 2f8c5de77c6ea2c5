"""`selfhelp content diff`, `publish` and `roll-back`, as an author uses them beside a server that runs."""

import subprocess
import tomllib
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import Result
from content.folders import SMALL, Folder
from databases import NOW, a_patient, an_enrolment
from sqlalchemy.orm import Session
from test_cli import enough, here, run, told

from selfhelp.care.releases import published
from selfhelp.content import messages
from selfhelp.content.archive import packed
from selfhelp.content.reading import load_catalogue
from selfhelp.content.status import confirm_files
from selfhelp.records.course import Entry, Progress, Release
from selfhelp.records.database import make_engine

__all__ = ["here"]

TRIGGER = "modules/link/own-chain.md"
WORDS = ("en/modules/link/goals.md", "How close are you today?", "How near are you today?")
OPTION_GONE = ((f"nb/{TRIGGER}", "- (work) På jobb", ""), (f"en/{TRIGGER}", "- (work) At work", ""))
AT_A_TERMINAL = "selfhelp.cli_publish.is_at_a_terminal"
DONE = "Published. Running servers take it up within seconds.\n"


@pytest.fixture
def folder(here: Path) -> Folder:
    folder = Folder.copied(SMALL, here / "content")
    confirm_files(folder.path, None)
    return folder


def publishes(folder: Folder, here: Path, *words: str, typed: str | None = None) -> Result:
    command = " ".join(("content publish", str(folder.path), *words))
    with patch(AT_A_TERMINAL, return_value=typed is not None):
        return run(command, here, typed=typed)


def served(here: Path) -> str:
    """The digest of what patients meet."""
    engine = make_engine(enough(here)["SELFHELP_DATABASE_URL"])
    with Session(engine) as session:
        digest = published(session)[0].digest
    engine.dispose()
    return digest


def is_midway(here: Path, step: str) -> None:
    """Somebody stands on this step, and has written something with the tool."""
    engine = make_engine(enough(here)["SELFHELP_DATABASE_URL"])
    with Session(engine) as session:
        session.add(person := a_patient())
        session.add(one := an_enrolment(person))
        times = {"opened_at": NOW, "last_opened_at": NOW}
        session.add(Progress(enrolment_id=one.id, module="link", last_step=step, **times))
        of_it = {"made_at": NOW, "changed_at": NOW, "revision": 1, "page_key": "page", "value": b""}
        session.add(Entry(enrolment_id=one.id, tool="chain", **of_it))
        session.commit()
    engine.dispose()


class TestPublish:
    def test_publishes_the_first_time_without_a_question(self, folder: Folder, here: Path) -> None:
        done = publishes(folder, here)

        assert told(done) == (0, "Nothing has been published here before.\n", DONE)
        assert served(here) == load_catalogue(folder.path).digest

    def test_tells_what_changes_and_asks(self, folder: Folder, here: Path) -> None:
        publishes(folder, here)
        before = served(here)
        folder.edit(*WORDS)

        refused = publishes(folder, here, typed="n\n")
        assert served(here) == before
        assert refused.exit_code == 1
        assert refused.stdout.startswith(
            "modules/link  words: everybody meets the new ones at the next page\n"
            "  goals/goal-1-now: Other words (en).\n"
            "  Nobody is in the middle of it.\n"
        )
        assert refused.stderr.endswith("Nothing was published.\n")

        assert publishes(folder, here, typed="y\n").exit_code == 0
        assert served(here) == load_catalogue(folder.path).digest

    def test_asks_nobody_who_is_not_there(self, folder: Folder, here: Path) -> None:
        publishes(folder, here)
        folder.edit(*WORDS)

        assert publishes(folder, here).stderr == (
            "Nothing was published. Say  --yes  to publish without being asked.\n"
        )
        assert publishes(folder, here, "--yes").exit_code == 0
        assert served(here) == load_catalogue(folder.path).digest

    def test_wants_the_name_of_what_would_lose_answers(self, folder: Folder, here: Path) -> None:
        publishes(folder, here)
        before = served(here)
        is_midway(here, "own-chain.2")
        for edit in OPTION_GONE:
            folder.edit(*edit)

        mistyped = publishes(folder, here, "--yes", typed="yes\n")
        assert "own-chain/trigger: The option work is gone.\n" in mistyped.stdout
        assert "1 patient is in the middle of it: own-chain 1.\n" in mistyped.stdout
        assert mistyped.stderr.endswith("That is not link. Nothing was published.\n")
        assert publishes(folder, here, "--yes").stderr == (
            "Nothing was published. Say that you know: --breaking link\n"
        )
        assert served(here) == before

        assert publishes(folder, here, typed="link\n").exit_code == 0
        assert served(here) == load_catalogue(folder.path).digest

    def test_can_be_told_beforehand(self, folder: Folder, here: Path) -> None:
        publishes(folder, here)
        for edit in OPTION_GONE:
            folder.edit(*edit)

        assert publishes(folder, here, "--breaking link").exit_code == 0

    def test_publishes_nothing_with_a_mistake_or_a_warning(self, folder: Folder, here: Path) -> None:
        publishes(folder, here)
        before = served(here)
        folder.edit("nb/modules/link/gp.md", "reviewed: 2026-11-22", "reviewed: 2001-01-01")

        done = publishes(folder, here, "--yes", "--language nb")
        assert (done.exit_code, served(here)) == (1, before)
        assert "advarsel[gp-reviewed]" in done.stdout
        assert done.stderr.endswith(
            "Ingenting ble publisert. Rett dette først; før publisering teller advarsler som feil.\n"
        )

    def test_publishes_nothing_that_nobody_verified(self, folder: Folder, here: Path) -> None:
        command = f"content publish {folder.path}"

        refused = run(command, here, SELFHELP_CONTENT_VERIFIED_BY="")
        assert refused.exit_code == 1
        assert "nb/instruments/mini.md" in refused.stderr
        assert run(command, here).exit_code == 0

    def test_publishes_after_what_this_version_cannot_read(
        self, folder: Folder, here: Path, tmp_path: Path
    ) -> None:
        (empty := tmp_path / "empty").mkdir()
        engine = make_engine(enough(here)["SELFHELP_DATABASE_URL"])
        with Session(engine) as session:
            session.add(Release(digest="d" * 64, made_at=NOW, published_at=NOW, archive=packed(empty)))
            session.commit()
        engine.dispose()

        unread = (
            "This version of selfhelp cannot read what is published, so it cannot tell what has changed.\n"
        )
        done = publishes(folder, here)
        assert (done.exit_code, done.stderr) == (0, unread + DONE)
        assert served(here) == load_catalogue(folder.path).digest
        back = run("content roll-back --yes", here)
        assert (back.exit_code, served(here)) == (1, load_catalogue(folder.path).digest)
        assert back.stderr.endswith("cannot read what was published before.\n")

    def test_says_that_nothing_has_changed(self, folder: Folder, here: Path) -> None:
        publishes(folder, here)

        assert told(publishes(folder, here)) == (1, "", "Nothing has changed since it was published.\n")


class TestRollBack:
    def test_publishes_again_what_was_published_before(self, folder: Folder, here: Path) -> None:
        publishes(folder, here)
        first = served(here)
        folder.edit(*WORDS)
        publishes(folder, here, "--yes")

        done = run("content roll-back --yes", here)
        assert done.exit_code == 0
        assert done.stderr.startswith("Published again as it was on ")
        assert served(here) == first
        assert "How near" in folder.read("en/modules/link/goals.md"), "the author's files stay"

        assert run("content roll-back --yes", here).exit_code == 0
        assert served(here) != first

    def test_needs_something_to_go_back_to(self, folder: Folder, here: Path) -> None:
        publishes(folder, here)

        assert told(run("content roll-back", here)) == (1, "", "Nothing was published before that one.\n")


class TestDiff:
    def test_compares_with_what_is_published(self, folder: Folder, here: Path) -> None:
        publishes(folder, here)
        is_midway(here, "goals")
        folder.edit("nb/tools/chain.md", "range: 0-100", "range: 0-10")

        assert told(run(f"content diff --folder {folder.path}", here)) == (
            0,
            "tools/chain  breaking: answers lose their question; what was begun or written stays as it was\n"
            "  feelings: range was 0-100, and is 0-10.\n"
            "  1 patient has entries.\n"
            "modules/link  safe: nothing is lost; a module that has been begun is ended as it was\n"
            "  own-chain/my-chain: The tool or questionnaire in it has changed.\n"
            "  own-chain/practice: The tool or questionnaire in it has changed.\n"
            "  1 patient is in the middle of it: goals 1.\n",
            "",
        )

    def test_compares_with_a_revision_in_norwegian(self, folder: Folder, here: Path) -> None:
        git(here, "init", "--quiet")
        git(here, "add", "content")
        git(
            here,
            *["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--message=first"],
        )
        folder.edit("nb/modules/link/goals.md", "gp: ask", "gp: nothing")
        none = dict.fromkeys(enough(here), "")

        assert told(run(f"content diff HEAD --folder {folder.path} --language nb", here, **none)) == (
            0,
            "modules/link  trygg: ingenting går tapt; en påbegynt modul gjøres ferdig som den var\n"
            "  goals/goal-1: Legen får mindre: det var ask og er nothing.\n"
            "  Hvor mange som er midt i den, er ikke kjent her: ingen database er satt.\n",
            "",
        )

    def test_says_what_git_says_of_an_unknown_revision(self, folder: Folder, here: Path) -> None:
        git(here, "init", "--quiet")

        done = run(f"content diff nowhere --folder {folder.path}", here)
        assert done.exit_code == 1
        assert done.stderr.startswith("The revision “nowhere” cannot be read: fatal: ")

    def test_needs_something_to_compare_with(self, folder: Folder, here: Path) -> None:
        none = dict.fromkeys(enough(here), "")

        assert told(run(f"content diff --folder {folder.path}", here, **none)) == (
            1,
            "",
            "Name a revision, such as HEAD. To compare with what is published, set what docs/settings.md "
            "names.\n",
        )


def test_every_sentence_stands_in_both_languages() -> None:
    en, nb = (
        tomllib.loads((Path(messages.__file__).parent / f"changes-{one}.toml").read_text("utf-8"))
        for one in ("en", "nb")
    )
    assert {part: list(names) for part, names in en.items()} == {p: list(names) for p, names in nb.items()}


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True)  # noqa: S603, S607  # of this test
