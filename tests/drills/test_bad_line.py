"""Drill 3: a third of the answers are lost on the way back, a tenth of the requests are cut in two."""

import pytest
from people import Patient

from drills.conftest import Finds
from drills.cutting import bad_line
from drills.practice import Practice
from drills.writers import FEW, WRITERS, guests_of, write

pytestmark = [pytest.mark.drill, pytest.mark.real]


@pytest.mark.parametrize("bug", ["", "forgets_the_key"])
def test_what_is_sent_until_it_is_answered_is_kept_once_and_whole(
    here: Practice, patient: Patient, finds: Finds, bug: str
) -> None:
    port = here.starts(bug)
    guest = here.comes(patient)
    guest.fills_in(port)

    with bad_line(to=port) as line:
        told = write(guests_of(guest), [line.port], each=FEW // WRITERS)

    assert line.lost
    assert line.cut
    assert set(told.statuses) == {200}
    with finds(bug):
        assert here.kept(patient) == told.saved
        assert len(told.saved) == FEW
