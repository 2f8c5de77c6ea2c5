"""Drill 15: words that nobody else may read are looked for wherever something is written down."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from people import Patient
from sqlalchemy import make_url

from drills.conftest import Finds
from drills.practice import Practice

pytestmark = [pytest.mark.drill, pytest.mark.real]

CANARY = "kanarifugl"
GOALS = "/modules/link/goals"


@pytest.mark.parametrize("bug", ["", "keeps_words_in_the_clear"])
def test_no_word_lies_in_any_file(here: Practice, finds: Finds, bug: str) -> None:
    (temporary := here.folder / "tmp").mkdir()
    patient: Patient = here.surgery.patient(here.surgery.gp(), note=f"{CANARY} note" if not bug else "")
    port = here.starts(bug, settings={"TMPDIR": str(temporary)})
    guest = here.comes(patient)

    guest.fills_in(port)
    assert guest.writes(port, "00000000-0000-4000-8000-000000000001", f"{CANARY} entry").status == 200
    guest.fills_in(port, GOALS)
    assert guest.sends(port, GOALS, {"q.goal-1": f"{CANARY} goal"}).status == 303
    statuses = [
        guest.sends(port, GOALS, {"q.goal-1": CANARY * 8000}).status,  # too long
        guest.sends(port, f"/modules/{CANARY}/{CANARY}?q={CANARY}", {"q": CANARY}).status,  # not there
        guest.sends(port, GOALS, {"q.goal-1": CANARY}, csrf_token=CANARY).status,  # no right token
        guest.sends(port, "/log-in", {"user_name": CANARY, "passphrase": CANARY}).status,
        held(here, lambda: guest.sends(port, GOALS, {"q.goal-1": f"{CANARY} again"}).status),
    ]
    assert statuses == [413, 404, 401, 401, 503]

    with finds(bug):
        assert [file.name for file in files(here.folder) if CANARY.encode() in file.read_bytes()] == []
    assert CANARY in guest.opens(port, GOALS).text, "it is kept, and the patient can read it"


def held(here: Practice, deed: Callable[[], int]) -> int:
    """Do something while another program holds the database."""
    with closing(sqlite3.connect(str(make_url(here.database_url).database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        status = deed()
        other.execute("ROLLBACK")
    return status


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]
