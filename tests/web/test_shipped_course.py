"""The shipped course in both languages: every step is opened, and every answer there is is given."""

from collections.abc import Iterator
from itertools import zip_longest

import pytest
from apps import Comes
from forms import Typed, words
from pages import Browser
from people import Surgery, shipped_catalogue

from selfhelp.content.model import Module, Step
from selfhelp.exercises.exercise import Exercise, Option, field_name
from selfhelp.exercises.sort import Sort

CHOSEN = {"quiz", "story", "choice"}


def ways(step: Step) -> Iterator[dict[str, Typed]]:
    """Fill in the step again and again, until every option of every question was chosen once."""
    asked = {exercise: exercise.options for exercise in step.asking if exercise.kind in CHOSEN}
    sorts = [(sort, card) for sort in step.asking if isinstance(sort, Sort) for card in sort.cards]
    for options in zip_longest(*asked.values()):
        yield {field_name(e.id): [o.id] for e, o in zip(asked, options, strict=True) if o is not None}
    for turn in range(max((len(sort.groups) for sort, _ in sorts), default=0)):
        yield {
            field_name(sort.id, card.id): [sort.groups[turn % len(sort.groups)].id] for sort, card in sorts
        }


def feedback(browser: Browser) -> dict[tuple[str, str], str]:
    """What the page shows in answer, by field and option."""
    return {
        (e.get("data-feedback-for", ""), e.get("data-option", "")): words(e)
        for e in browser.page.root.iter("div")
        if e.get("data-feedback-for") and e.get("hidden") is None
    }


def option(exercise: Exercise, wanted: str) -> Option:
    found = exercise.option(wanted)
    assert found
    return found


def answers(browser: Browser, step: Step) -> None:
    """Give every answer there is; each is answered, and no other."""
    by_field = {field_name(e.id): e for e in step.asking if e.kind in CHOSEN}
    for typed in ways(step):
        browser.opens(browser.path).fills(typed).presses("See what your answer leads to")
        assert browser.status == 200
        shown = feedback(browser)
        for field, exercise in by_field.items():
            chosen = typed.get(field)
            if isinstance(chosen, list) and option(exercise, chosen[0]).feedback:
                assert shown.pop((field, chosen[0])), (browser.path, chosen)
        assert not [key for key in shown if key[0] in by_field], browser.path


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_step_answers(comes: Comes, surgery: Surgery, language: str) -> None:
    browser = comes(surgery.gp(locale=language), language=language)
    course = shipped_catalogue()[language].course
    assert course
    for lesson in course.values():
        for step in lesson.steps:
            browser.opens(f"/gp/course/{lesson.id}/{step.id}")
            assert browser.page.language == language
            assert step.title in browser.text
            answers(browser, step)
            assert browser.presses("Go on").path == path_after(lesson, step)

    assert browser.says("You have done the whole course. Every step stays open.") in browser.text


def path_after(lesson: Module, step: Step) -> str:
    after = lesson.step_after(step.id)
    return f"/gp/course/{lesson.id}/{after.id}" if after else "/gp/course"
