"""The menu of small activities: what a patient says beforehand decides what is offered."""

import pytest

from content.folders import REAL
from selfhelp.care.scope import Scope
from selfhelp.content.model import Catalogue
from selfhelp.content.reading import load_catalogue

ALWAYS = {"energy", "today-allows", "own-idea"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(REAL)


def offered(catalogue: Catalogue, energy: str, *allows: str) -> set[str]:
    """The groups of ideas shown to somebody who answers so."""
    module = catalogue.source.modules["activities"]
    said = {"activities": {"energy": energy, "today-allows": list(allows)}}
    scope = Scope(catalogue.source, module, answers=said)
    step = module.step("menu")
    assert step
    return {one.id for one in step.asking if scope.shows(one)} - ALWAYS


class TestOffered:
    def test_is_the_smallest_for_somebody_with_little_energy(self, catalogue: Catalogue) -> None:
        assert offered(catalogue, "little", "in", "out", "together") == {
            "tiny-in",
            "tiny-out",
            "tiny-together",
        }

    def test_keeps_somebody_indoors_who_cannot_go_out(self, catalogue: Catalogue) -> None:
        assert offered(catalogue, "more", "in", "money") == {"tiny-in", "mid-in"}

    def test_leaves_somebody_alone_who_does_not_want_company(self, catalogue: Catalogue) -> None:
        found = offered(catalogue, "more", "in", "out", "dark", "money")

        assert found == {"tiny-in", "tiny-out", "tiny-dark", "mid-in", "mid-out", "more-out", "costs"}

    def test_costs_nothing_for_somebody_without_money(self, catalogue: Catalogue) -> None:
        assert "costs" not in offered(catalogue, "more", "in", "out", "together", "dark")

    def test_is_for_dark_days_only_when_it_is_dark(self, catalogue: Catalogue) -> None:
        assert "tiny-dark" not in offered(catalogue, "some", "in", "out")
        assert "tiny-dark" in offered(catalogue, "some", "in", "dark")


def test_there_are_about_sixty_ideas(catalogue: Catalogue) -> None:
    step = catalogue.source.modules["activities"].step("menu")
    assert step
    ideas = [option for one in step.asking if one.id not in ALWAYS for option in one.options]

    assert 55 <= len(ideas) <= 75
