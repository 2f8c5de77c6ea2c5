"""The menu of small activities: whoever ticks what they can do now sees that, and nothing else."""

from itertools import chain, combinations, product

import pytest
from people import shipped_catalogue

from selfhelp.content.model import Step
from selfhelp.exercises.choices import Choices
from selfhelp.exercises.conditions import holds
from selfhelp.exercises.words import Json, Ref

ALLOWS = ("in", "out", "together", "money", "dark")
ENERGY = ("little", "some", "more")
INDOORS = {"tiny-in", "dark-in", "mid-in", "costs-in"}
OUTDOORS = {"tiny-out", "dark-out", "mid-out", "mid-light", "more-out", "costs-out", "costs-mid"}
WITH_OTHERS = {"tiny-together", "mid-together", "more-together"}
COSTS = {"costs-in", "costs-out", "costs-mid"}
IN_THE_DARK = {"dark-in", "dark-out"}
IN_THE_LIGHT = {"mid-light"}
HALF_AN_HOUR = {"mid-in", "mid-out", "mid-light", "mid-together", "costs-mid"}
MORE_STRENGTH = {"more-out", "more-together"}
TICKS = list(chain.from_iterable(combinations(ALLOWS, number) for number in range(1, len(ALLOWS) + 1)))


@pytest.fixture(params=["nb", "en"])
def menu(request: pytest.FixtureRequest) -> Step:
    step = shipped_catalogue()[str(request.param)].modules["activities"].step("menu")
    assert step is not None
    return step


def groups(menu: Step) -> dict[str, Choices]:
    return {one.id: one for one in menu.asking if isinstance(one, Choices) and one.id != "today-allows"}


def shown(menu: Step, energy: str, allows: tuple[str, ...]) -> set[str]:
    """The groups of someone with this energy who ticked this."""
    answers: dict[str, Json] = {"energy": energy, "today-allows": list(allows)}

    def look(ref: Ref) -> Json:
        return answers.get(ref.name)

    return {one.id for one in groups(menu).values() if holds(one.when, look)}


class TestMenu:
    def test_has_every_group_in_one_place_and_enough_to_choose_from(self, menu: Step) -> None:
        assert sorted(groups(menu)) == sorted([*INDOORS, *OUTDOORS, *WITH_OTHERS])
        assert 60 <= sum(len(one.options) for one in groups(menu).values()) <= 80

    @pytest.mark.parametrize(
        ("ticked", "without"),
        [
            ("in", INDOORS),
            ("out", OUTDOORS),
            ("together", WITH_OTHERS),
            ("money", COSTS),
            ("dark", IN_THE_DARK),
        ],
    )
    def test_shows_nothing_of_what_was_not_ticked(self, menu: Step, ticked: str, without: set[str]) -> None:
        for energy, allows in product(ENERGY, TICKS):
            seen = shown(menu, energy, allows) & without
            assert ticked in allows or not seen, (energy, allows, seen)

    def test_shows_what_needs_light_only_where_it_is_light(self, menu: Step) -> None:
        for energy, allows in product(ENERGY, TICKS):
            assert "dark" not in allows or not shown(menu, energy, allows) & IN_THE_LIGHT

    def test_asks_no_more_than_there_is_strength_for(self, menu: Step) -> None:
        for allows in TICKS:
            assert not shown(menu, "little", allows) & (HALF_AN_HOUR | MORE_STRENGTH)
            assert not shown(menu, "some", allows) & MORE_STRENGTH

    def test_shows_everything_that_was_ticked_to_someone_with_strength(self, menu: Step) -> None:
        assert shown(menu, "more", ALLOWS) == set(groups(menu)) - IN_THE_LIGHT
        assert shown(menu, "more", ("in", "out", "together", "money")) == set(groups(menu)) - IN_THE_DARK

    @pytest.mark.parametrize("place", ["in", "out", "together"])
    def test_has_something_for_little_strength_in_each_place(self, menu: Step, place: str) -> None:
        assert shown(menu, "little", (place,)) == {f"tiny-{place}"}

    @pytest.mark.parametrize("allows", [("money",), ("dark",), ("money", "dark")])
    def test_says_something_kind_where_nothing_fits(self, menu: Step, allows: tuple[str, ...]) -> None:
        note = next(one for one in menu.exercises if one.id == "nothing-fits")

        assert shown(menu, "more", allows) == set()
        assert holds(note.when, lambda ref: list(allows) if ref.name == "today-allows" else None)
        assert not holds(note.when, lambda ref: ["in", *allows] if ref.name == "today-allows" else None)


def test_what_was_ticked_comes_again_when_one_thing_of_each_kind_is_chosen() -> None:
    for locale in ("nb", "en"):
        module = shipped_catalogue()[locale].modules["activities"]
        step = module.step("three-kinds")
        menu = module.step("menu")
        assert step is not None
        assert menu is not None
        recalled = {str(recall.ref) for one in step.exercises for recall in one.text.recalls}

        assert set(groups(menu)) <= recalled
