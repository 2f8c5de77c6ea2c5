"""The content that is shipped: whole in both languages, easy to read, and honest about what is unverified."""

from datetime import date
from pathlib import Path
from statistics import median

import pytest

from content.folders import REAL
from selfhelp.content.checking import check_all
from selfhelp.content.checks.measures import grade, lix
from selfhelp.content.checks.texts import passages
from selfhelp.content.everything import Everything
from selfhelp.content.grammar import RawFile
from selfhelp.content.reading import read_everything
from selfhelp.content.status import status_of
from selfhelp.exercises.quiz import Quiz

DAY = date(2026, 11, 28)  # ages of help numbers and reviews are told by the check, not by this test
STEPS = {"link": 14, "activities": 15, "challenge": 15, "calm": 14, "people": 16}


@pytest.fixture(scope="module")
def everything() -> Everything:
    return read_everything(REAL)


def sentences(raw: RawFile, source: RawFile) -> list[str]:
    """The running text of a step: what is read in sentences, options left out."""
    return [
        sentence.text
        for passage in passages(raw, source)
        if passage.role != "option" and passage.kind != "number"
        for _, found in passage.paragraphs()
        for sentence in found
    ]


def by_step(everything: Everything, locale: str, module: str) -> dict[str, list[str]]:
    return {
        Path(name).stem: sentences(raw, everything.source_files[name])
        for name, raw in everything.files[locale].items()
        if name.startswith(f"modules/{module}/") and Path(name).stem not in {"module", "gp"}
    }


class TestEachLanguage:
    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_has_all_74_steps(self, everything: Everything, locale: str) -> None:
        regular = everything.programmes[locale].regular

        assert {name: len(module.steps) for name, module in regular.items()} == STEPS
        assert sum(STEPS.values()) == 74

    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_answers_each_option_of_each_learning_check(self, everything: Everything, locale: str) -> None:
        quizzes = [
            exercise
            for module in everything.programmes[locale].regular.values()
            for exercise in module.exercises
            if isinstance(exercise, Quiz)
        ]

        assert len(quizzes) >= len(STEPS)
        assert [q.id for q in quizzes for option in q.options if not option.feedback] == []

    @pytest.mark.parametrize("module", STEPS)
    def test_is_easy_to_read(self, everything: Everything, module: str) -> None:
        norwegian = {name: lix(said) for name, said in by_step(everything, "nb", module).items() if said}
        english = {name: grade(said) for name, said in by_step(everything, "en", module).items() if said}

        assert {name for name, found in norwegian.items() if found > 40} == set()
        assert median(norwegian.values()) <= 30
        assert {name for name, found in english.items() if found > 6} == set()


class TestTheWholeContent:
    def test_has_nothing_to_put_right(self) -> None:
        assert [str(problem) for problem in check_all(REAL, today=DAY).problems] == []

    def test_is_confirmed_in_every_translation(self) -> None:
        found = status_of(REAL)

        assert [one.locale for one in found.languages] == ["en"]
        assert [(len(one.stale), len(one.missing)) for one in found.languages] == [(0, 0)]
        assert found.languages[0].translated > 2000

    def test_says_what_a_clinician_must_verify(self) -> None:
        listed = {one.path: one.what for one in status_of(REAL).unverified}

        assert {
            "nb/instruments/phq-9.md",
            "nb/pages/help-now.md",
            "nb/course/safety/item-nine.md",
        } <= listed.keys()
        assert [path for path, what in listed.items() if not what and "/instruments/" not in path] == []
