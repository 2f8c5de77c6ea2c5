"""Asking the content: which step comes after, where a sitting ends, which tools have been met."""

import pytest

from content.folders import SMALL
from selfhelp.content.model import Module
from selfhelp.content.reading import load_catalogue

CATALOGUE = load_catalogue(SMALL)
LINK: Module = CATALOGUE.source.modules["link"]


class TestModule:
    def test_knows_its_steps(self) -> None:
        assert [step.id for step in LINK.steps] == ["goals", "people", "how-are-you", "own-chain"]
        assert LINK.step("nothing") is None
        assert LINK.number("people") == 2

    @pytest.mark.parametrize(
        ("step", "before", "after"),
        [("goals", None, "people"), ("people", "goals", "how-are-you"), ("own-chain", "how-are-you", None)],
    )
    def test_knows_what_comes_before_and_after(
        self, step: str, before: str | None, after: str | None
    ) -> None:
        found = LINK.step_before(step), LINK.step_after(step)

        assert tuple(one.id if one else None for one in found) == (before, after)

    def test_knows_where_to_stop_for_today(self) -> None:
        assert [step.id for step in LINK.steps if LINK.ends_sitting(step.id)] == ["how-are-you"]

    def test_lists_every_block_in_order(self) -> None:
        assert [exercise.id for exercise in LINK.exercises][:3] == ["goal-1", "goal-1-now", "goal-start"]

    def test_finds_what_it_asks_by_name(self) -> None:
        assert set(LINK.asking) >= {"goal-1", "signs", "follow", "my-chain"}
        assert "goal-start" not in LINK.asking

    def test_knows_the_names_that_decide_so_far(self) -> None:
        assert {str(ref) for ref in LINK.names_up_to("people")} == {
            "goal-1",
            "goal-1-now",
            "signs.count",
            "character",
        }


class TestStep:
    def test_divides_into_pages(self) -> None:
        real = load_catalogue(SMALL.parents[2] / "content").source.modules["link"].step("how-are-you")

        assert real is not None
        assert len(real.pages) == 3
        assert sum(len(page) for page in real.pages) == len(real.parts) - 2

    def test_is_mostly_one_page(self) -> None:
        assert [len(step.pages) for step in LINK.steps] == [1, 1, 1, 1]

    def test_knows_what_it_asks(self) -> None:
        assert [exercise.id for exercise in LINK.steps[0].asking] == ["goal-1", "goal-1-now", "signs"]

    def test_knows_every_name_it_points_at(self) -> None:
        traps = CATALOGUE.source.modules["challenge"].steps[0]

        assert {str(ref) for ref in traps.names} == {"chain.thought", "link/goal-1", "my-traps"}
        assert {str(ref) for ref in LINK.steps[0].names} >= {"goal-1", "goal-1-now", "signs.count"}


class TestProgramme:
    def test_numbers_its_modules(self) -> None:
        assert CATALOGUE.source.module_number("challenge") == 2

    def test_knows_the_tools_met_so_far(self) -> None:
        assert [tool.id for tool in CATALOGUE.source.tools_met("link")] == ["chain"]
