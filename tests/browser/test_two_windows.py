"""Two windows never overwrite each other in silence: both texts are shown, and the patient chooses."""

import pytest
from playwright.sync_api import expect

from browser.house import House
from browser.person import Arrives, Person, Way

pytestmark = pytest.mark.browser

GOALS = "/modules/link/goals"
FIRST, SECOND = "Gå tur i fjæra", "Svare på meldinger"
FIELD = '[name="q.goal-1"]'


@pytest.fixture(params=[Way(), Way(script=False)], ids=str)
def windows(request: pytest.FixtureRequest, arrives: Arrives, at_home: str) -> tuple[Person, Person]:
    """Two windows with the same step, opened before anything was written."""
    first = arrives(request.param).is_in(at_home)
    second = arrives(beside=first)
    return first.opens(GOALS), second.opens(GOALS).expects("status of 409")


def write_both(windows: tuple[Person, Person], house: House, user_name: str) -> Person:
    """Write in the first window and save, then in the second, which comes to show both texts."""
    first, second = windows
    if first.way.script:
        first.types("q.goal-1", FIRST)
        expect(first.finds("[data-saved][data-state=saved]")).to_be_visible()
        second.types("q.goal-1", SECOND)
        second.sees("You have written here in another window too. Both texts are kept.").is_clear_to_all()
        assert house.kept(user_name, "goals")["goal-1"] == FIRST
        second.presses("Show both")
    else:
        first.finds(FIELD).fill(FIRST)
        first.presses("Save and continue")
        second.finds(FIELD).fill(SECOND)
        second.presses("Save and continue")
    second.sees("You have written here in two windows").reads(FIRST).reads(SECOND).is_clear_to_all()
    expect(second.finds(FIELD)).to_have_value(SECOND)
    return second


def test_what_was_saved_first_can_stand(windows: tuple[Person, Person], at_home: str, house: House) -> None:
    second = write_both(windows, house, at_home)

    second.presses("Keep what was saved first")

    expect(second.finds(FIELD)).to_have_value(FIRST)
    second.sees_not("You have written here in two windows")
    assert house.kept(at_home, "goals")["goal-1"] == FIRST


def test_this_window_can_win(windows: tuple[Person, Person], at_home: str, house: House) -> None:
    second = write_both(windows, house, at_home)

    second.presses("Save and continue")

    assert house.kept(at_home, "goals")["goal-1"] == SECOND
    assert house.step(at_home, "goals").kept.others == {}
