"""`selfhelp stats` and `selfhelp operator`: the figures of use, and log-ins for those who read them."""

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from databases import invitations_of
from kept import addresses
from mistakes import COMMANDS
from sqlalchemy import select
from sqlalchemy.orm import Session
from test_cli import ends_with, here, run, told

from selfhelp import cli_use
from selfhelp.records.database import make_engine
from selfhelp.records.people import Person

__all__ = ["here"]

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
TOLD = re.compile(r"<5|[0-9]*[05]–[0-9]*[49]")


@pytest.fixture(autouse=True)
def invited(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven people in October, and four in September."""
    monkeypatch.setattr(cli_use, "now", lambda: NOW)
    engine = make_engine(addresses(here)[0])
    with Session(engine) as session:
        gp = session.scalars(select(Person).where(Person.role == "gp")).one()
        for days, number in ((40, 7), (70, 4)):
            session.add_all(invitations_of(gp, *[NOW - timedelta(days=days)] * number))
        session.commit()
    engine.dispose()


class TestStats:
    def test_shows_a_line_for_each_month_and_how_to_read_it(self, here: Path) -> None:
        done = run("stats", here)

        lines = done.stdout.splitlines()
        assert (done.exit_code, done.stderr) == (0, "")
        assert re.split(r"\s{2,}", lines[0].strip())[:3] == ["Month", "Invited", "Started"]
        assert [line.split()[0] for line in lines[1:13]] == [
            f"{2025 + number // 12}-{number % 12 + 1:02}" for number in range(10, 22)
        ]
        assert lines[11].split()[:3] == ["2026-09", "<5", "<5"]
        assert lines[12].split()[:3] == ["2026-10", "5–9", "<5"]
        assert "A figure is a step of five" in lines[14]

    def test_shows_no_figure_that_is_no_step_of_five(self, here: Path) -> None:
        figures = [word for line in run("stats", here).stdout.splitlines()[1:13] for word in line.split()[1:]]

        assert len(figures) == 12 * 7
        assert [figure for figure in figures if not TOLD.fullmatch(figure)] == []

    def test_gives_a_spreadsheet_the_lower_ends(self, here: Path) -> None:
        rows = list(csv.DictReader(run("stats --csv", here).stdout.splitlines()))

        assert list(rows[0])[:3] == ["month", "invited_at_least", "started_at_least"]
        assert [(row["month"], row["invited_at_least"]) for row in rows[-2:]] == [
            ("2026-09", "<5"), ("2026-10", "5"),
        ]  # fmt: skip


class TestOperatorAdd:
    ADD = "operator add --user-name drift --name 'Dag Drift' --language en"

    def test_prints_a_link_that_a_name_gets_once(self, here: Path) -> None:
        first, again = run(self.ADD, here), run(self.ADD, here)

        assert (first.exit_code, first.stderr) == (0, "")
        assert first.stdout.startswith("https://selvhjelp.example.org/activate/")
        assert told(again) == ends_with("Someone has the user name “drift” already. Choose another.")

    def test_makes_no_doctor(self, here: Path) -> None:
        run(self.ADD, here)

        said = "There is no GP with the user name “drift”. Add one with: selfhelp gp add"
        assert told(run("gp link drift", here)) == ends_with(said)


class TestOperatorLink:
    def test_gives_an_operator_a_new_link_and_nobody_else(self, here: Path) -> None:
        old = run(TestOperatorAdd.ADD, here).stdout
        run(COMMANDS["gp add"], here)

        renewed = run("operator link Drift", here)

        assert renewed.stdout.startswith("https://selvhjelp.example.org/activate/")
        assert renewed.stdout != old
        said = "There is no operator with the user name “kari”. Add one with: selfhelp operator add"
        assert told(run("operator link kari", here)) == ends_with(said)
