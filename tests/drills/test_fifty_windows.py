"""Drill 4: fifty windows at once, with the same text, and with fifty texts for the same place."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from people import Patient
from sqlalchemy.orm import Session

from drills.conftest import Finds
from drills.practice import ENTRY, Answer, Guest, Practice
from drills.writers import guests_of
from selfhelp.care import entries

pytestmark = [pytest.mark.drill, pytest.mark.real]

WINDOWS = 50
CONFLICT = 409


def at_once(
    windows: list[Guest], port: int, entry: str, texts: list[str], *, keys: list[str]
) -> list[Answer]:
    def sends(number: int) -> Answer:
        words = {"q.entry.event": texts[number]}
        return windows[number].sends(
            port, f"{ENTRY}/{entry}", words, by_script=True, page_key=keys[number], revision="0"
        )

    with ThreadPoolExecutor(WINDOWS) as pool:
        return list(pool.map(sends, range(WINDOWS)))


@pytest.mark.parametrize("bug", ["", "forgets_the_key"])
def test_the_same_text_fifty_times_is_kept_once(
    here: Practice, patient: Patient, finds: Finds, bug: str
) -> None:
    port, guest = here.starts(bug), here.comes(patient)
    guest.fills_in(port)

    answers = at_once(guests_of(guest, WINDOWS), port, str(uuid4()), ["Gå tur"] * 50, keys=["one page"] * 50)

    assert {answer.status for answer in answers} == {200}
    with finds(bug):
        assert list(here.kept(patient).values()) == ["Gå tur"]


@pytest.mark.parametrize("bug", ["", "lets_the_last_one_win"])
def test_of_fifty_texts_one_stands_and_none_is_dropped(
    here: Practice, patient: Patient, finds: Finds, bug: str
) -> None:
    port, guest, entry = here.starts(bug), here.comes(patient), uuid4()
    guest.fills_in(port)
    texts = [f"Tekst nummer {number}" for number in range(WINDOWS)]
    keys = [f"window {number}" for number in range(WINDOWS)]

    answers = at_once(guests_of(guest, WINDOWS), port, str(entry), texts, keys=keys)

    with Session(here.surgery.engine) as session:
        kept = entries.entry(session, here.surgery.place_of(patient), entry)
    assert kept is not None
    with finds(bug):
        assert sorted(answer.status for answer in answers) == [200] + [CONFLICT] * (WINDOWS - 1)
        others = {str(one["event"]) for one in kept.others.values()}
        assert {str(kept.values["event"]), *others} == set(texts)
        page = guest.opens(port, f"{ENTRY}/{entry}").text
        assert str(kept.values["event"]) in page
        assert any(text in page for text in others), "the page shows a second text to choose"
