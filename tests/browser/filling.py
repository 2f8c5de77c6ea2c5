"""Filling in whatever kind of exercise stands on a page, each free text with words of its own."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from playwright.sync_api import Locator

from browser.person import Person
from selfhelp.exercises.card import Card
from selfhelp.exercises.check import Check
from selfhelp.exercises.entry_maker import EntryMaker
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.planner import Planner
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.sort import Sort
from selfhelp.exercises.useful import Useful

APPOINTMENT = date.today() + timedelta(days=9)  # noqa: DTZ011  # the day as the patient's calendar has it


def own_words(name: str) -> str:
    """What the person writes in a field; no two fields get the same words."""
    return f"Kråka ved {name.removeprefix('q.')} æøå"


def fill_page(person: Person) -> list[str]:
    """Fill in every exercise of the page the person has before them, and return their ids."""
    module = person.programme.modules[person.path.split("/")[2]]
    on_page = [str(one.get_attribute("value")) for one in person.finds("input[name=on]").all()]
    for exercise_id in on_page:
        exercise = module.asking[exercise_id]
        FILLS[exercise.kind](person.finds(f"#at-{exercise_id}"), exercise, f"q.{exercise_id}")
    return on_page


def write(box: Locator, name: str) -> None:
    box.locator(f'[name="{name}"]').fill(own_words(name))


def pick(box: Locator, name: str, value: str) -> None:
    """Tick or choose as a finger does: on the row, not on the small box."""
    row = box.locator(f'.choice:has(input[name="{name}"][value="{value}"])')
    if not row.locator("input").is_checked():
        row.click()


def _choice(box: Locator, exercise: Exercise, name: str) -> None:
    first, *_, last = exercise.options
    if not box.locator(f'[name="{name}"][value="{last.id}"]').is_checked():
        pick(box, name, first.id)  # a second try is welcome; the last one counts
        pick(box, name, last.id)


def _choices(box: Locator, exercise: Exercise, name: str) -> None:
    for option in exercise.options[:2]:
        pick(box, name, option.id)


def _check(box: Locator, exercise: Exercise, name: str) -> None:
    assert isinstance(exercise, Check)
    if exercise.ends is None:
        return _choices(box, exercise, name)
    for option in exercise.options:
        pick(box, f"{name}.{option.id}", str(exercise.steps[2]))
    return None


def _scale(box: Locator, exercise: Exercise, name: str) -> None:
    assert isinstance(exercise, Scale)
    if exercise.is_row:
        pick(box, name, str(exercise.steps[3]))
    else:
        box.locator(f'[name="{name}"]').fill(str(exercise.steps[3]))


def _strengths(box: Locator, exercise: Exercise, name: str) -> None:
    for number, option in enumerate(exercise.options[:3]):
        pick(box, name, option.id)
        box.locator(f'[name="{name}.{option.id}"]').fill(str(40 + 10 * number))


def _sort(box: Locator, exercise: Exercise, name: str) -> None:
    assert isinstance(exercise, Sort)
    for card in exercise.cards:
        pick(box, f"{name}.{card.id}", exercise.groups[0].id)
        pick(box, f"{name}.{card.id}", card.note.split(" or ")[0])


def _text(box: Locator, _exercise: Exercise, name: str) -> None:
    write(box, name)


def _plan(box: Locator, exercise: Exercise, name: str) -> None:
    for option in exercise.options:
        write(box, f"{name}.{option.id}")


def _day(box: Locator, exercise: Exercise, name: str) -> None:
    box.locator(f'[name="{name}.day"]').select_option(index=2)
    box.locator(f'[name="{name}.part"]').select_option(exercise.options[0].id)


def _instrument(box: Locator, exercise: Exercise, name: str) -> None:
    assert isinstance(exercise, Instrument)
    of = exercise.questionnaire
    for item in of.items:
        pick(box, f"{name}.{item.id}", "0" if item.id == of.safety_item else "1")
    if of.difficulty_answers:
        pick(box, f"{name}.difficulty", "1")


def _tool(box: Locator, exercise: Exercise, name: str) -> None:
    assert isinstance(exercise, EntryMaker)
    for block in exercise.tool.shown(None):
        if block in exercise.asked:
            FILLS[block.kind](box, block, f"{name}.{block.id}")


def _letter(box: Locator, _exercise: Exercise, name: str) -> None:
    write(box, name)  # the day that is suggested stays


def _planner(box: Locator, exercise: Exercise, name: str) -> None:
    assert isinstance(exercise, Planner)
    for card in box.locator("details:has(> summary > h2):not([open])").all()[:1]:
        card.locator("summary").first.click()
    for card_name in exercise.cards[:2]:
        _tool(box, exercise, f"{name}.{card_name}")


def _home_practice(box: Locator, exercise: Exercise, name: str) -> None:
    pick(box, name, exercise.options[0].id)
    write(box, f"{name}.day")
    write(box, f"{name}.place")


def _useful(box: Locator, exercise: Exercise, name: str) -> None:
    assert isinstance(exercise, Useful)
    pick(box, f"{name}.useful", exercise.options[4].id)
    pick(box, f"{name}.hard", exercise.options[1].id)
    write(box, f"{name}.own")


def _card(box: Locator, exercise: Exercise, name: str) -> None:
    assert isinstance(exercise, Card)
    write(box, f"{name}.text")
    pick(box, f"{name}.show", "y")
    pick(box, f"{name}.tool", "chain")
    box.locator(f'[name="{name}.date"]').fill(APPOINTMENT.isoformat())


Fill = Callable[[Locator, Exercise, str], None]
FILLS: Mapping[str, Fill] = MappingProxyType(
    {
        "choice": _choice,
        "quiz": _choice,
        "story": _choice,
        "choices": _choices,
        "check": _check,
        "scale": _scale,
        "strengths": _strengths,
        "sort": _sort,
        "text": _text,
        "plan": _plan,
        "day": _day,
        "instrument": _instrument,
        "tool": _tool,
        "planner": _planner,
        "letter": _letter,
        "home-practice": _home_practice,
        "useful": _useful,
        "card": _card,
    }
)
