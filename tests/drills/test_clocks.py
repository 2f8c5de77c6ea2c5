"""Drill 19: the machine's clock is wrong, jumps, or meets one of the odd hours and days of the calendar."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from people import Patient

from drills.conftest import Finds
from drills.practice import Practice

FAKER = shutil.which("faketime")
STEADY = {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}
# A clock set back logs out whoever came before: their cookies come from a time that is not yet.
LATER = {"+29m": 200, "+31m": 302, "+13h": 302, "-2h": 302}
# In Oslo: the hour that is left out, the hour that comes twice, the day that comes every fourth year.
ODD_MOMENTS = ("2027-03-28 00:59:40", "2027-10-31 00:59:40", "2028-02-29 10:00:00")

pytestmark = [
    pytest.mark.drill,
    pytest.mark.real,
    pytest.mark.skipif(
        FAKER is None, reason="needs faketime; scripts/set-up-drills installs it where it may"
    ),
]


def faked(*how: str) -> list[str]:
    return [str(FAKER), "-m", "-f", *how]


@pytest.mark.parametrize(
    ("later", "bug"), [*((later, "") for later in LATER), ("+31m", "never_lets_a_visit_lapse")]
)
def test_a_visit_lapses_when_it_should(
    here: Practice, patient: Patient, finds: Finds, later: str, bug: str
) -> None:
    guest = here.comes(patient)
    port = here.starts(bug, wrapped_in=faked(later), settings=STEADY)

    with finds(bug):
        assert guest.opens(port, "/home").status == LATER[later]


@pytest.mark.parametrize(("later", "opens"), [("+20d", True), ("+22d", False)])
def test_an_invitation_lapses_after_three_weeks(here: Practice, later: str, *, opens: bool) -> None:
    slip = here.surgery.slip(here.surgery.gp())
    port = here.starts(wrapped_in=faked(later), settings=STEADY)
    stranger = here.nobody()
    stranger.fills_in(port, f"/start/{slip.code}")

    answer = stranger.sends(port, "/start", {})

    assert answer.status == (303 if opens else 422)


@pytest.mark.parametrize("moment", ODD_MOMENTS)
def test_pages_and_entries_hold_at_odd_moments(here: Practice, patient: Patient, moment: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    guest = here.comes(patient, now=at - timedelta(minutes=5))
    port = here.starts(wrapped_in=faked(f"@{moment}"), settings={"TZ": "UTC", **STEADY})
    guest.fills_in(port)

    assert guest.writes(port, "00000000-0000-4000-8000-000000000001", "Gå tur").status == 200
    pages = ("/home", "/toolbox", "/toolbox/chain", "/toolbox/activity", "/how-it-goes", "/card")
    assert {page: guest.opens(port, page).status for page in pages} == dict.fromkeys(pages, 200)
    assert list(here.kept(patient).values()) == ["Gå tur"]
