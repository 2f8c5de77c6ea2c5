"""What somebody might answer, for every kind: for who writes content and wants to see it answered.

Nothing here knows any content. The words a sample patient writes come from the content's own worked examples.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Literal
from zlib import crc32

from selfhelp.exercises.card import LONGEST_CARD
from selfhelp.exercises.day import AHEAD
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.letter import LATEST
from selfhelp.exercises.text import Text
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Json

Manner = Literal["typical", "extreme"]
LONGEST_PLACE = 100  # of when and where, in a home practice
SOON, LATER = timedelta(days=2), timedelta(days=9)


@dataclass(frozen=True, slots=True)
class Hand:
    """How a sample patient answers: as most do; or all there is, the longest, the highest, the last.

    `phrases` are what somebody might write, in the content's language.
    """

    manner: Manner
    today: date
    phrases: tuple[str, ...] = ()

    @property
    def is_extreme(self) -> bool:
        """Tell whether everything is filled to the brim."""
        return self.manner == "extreme"

    def words(self, name: str, longest: int) -> str:
        """Return own words: always the same ones at the same place."""
        known = [phrase for phrase in self.phrases if len(phrase) <= longest] or [name[:longest]]
        if not self.is_extreme:
            return known[crc32(name.encode()) % len(known)]
        all_of_them = " ".join(known)
        return ((all_of_them + " ") * (longest // len(all_of_them) + 1))[:longest].strip()

    def number(self, ends: tuple[int, int], *, after: bool = False) -> int:
        """Return a number of a range; a little more of it where it is asked for afterwards."""
        low, high = ends
        return high if self.is_extreme else low + (high - low) * (6 if after else 4) // 10

    def one(self, ids: list[str]) -> str | None:
        """Return one of the ids: mostly the first."""
        return (ids[-1] if self.is_extreme else ids[0]) if ids else None

    def some(self, ids: list[str]) -> list[str]:
        """Return some of the ids: mostly two."""
        return ids if self.is_extreme else ids[:2]


def phrases_of(tools: Mapping[str, Tool]) -> tuple[str, ...]:
    """Return what the characters of the worked examples wrote, in their own words."""
    examples = ((tool, example) for tool in tools.values() for example in tool.examples)
    found = (
        example.words[block.id]
        for tool, example in examples
        for block in tool.asking
        if isinstance(block, Text) and example.words.get(block.id)
    )
    return tuple(dict.fromkeys(found))


def sample(exercise: Exercise, hand: Hand) -> Json:
    """Return what the sample patient answers, as it is saved; None for a block that asks nothing."""
    if not exercise.asks:
        return None
    return SAMPLES[exercise.kind](exercise, hand)


def sample_entry(tool: Tool, hand: Hand, blocks: tuple[Exercise, ...]) -> dict[str, Json]:
    """Return an entry with these blocks of a tool: a worked example where there is one."""
    example = next(iter(tool.examples), None)
    shown = {row.block.id: row.value for row in tool.example_rows(example)} if example else {}
    entry = {
        block.id: shown[block.id]
        if not hand.is_extreme and block.kind in AS_SHOWN and shown.get(block.id) is not None
        else sample(block, hand)
        for block in blocks
    }
    return {block_id: value for block_id, value in entry.items() if value is not None}


def _ids(exercise: Any) -> list[str]:
    return [option.id for option in exercise.options]


def _choice(exercise: Any, hand: Hand) -> Json:
    return hand.one(_ids(exercise))


def _quiz(exercise: Any, hand: Hand) -> Json:
    right = [option.id for option in exercise.options if option.note == "right"]
    return hand.one(_ids(exercise) if hand.is_extreme else right or _ids(exercise))


def _choices(exercise: Any, hand: Hand) -> Json:
    return hand.some([one for one in _ids(exercise) if one != exercise.none]) or None


def _scale(exercise: Any, hand: Hand) -> Json:
    return hand.number(exercise.ends, after=bool(exercise.phase or exercise.compares))


def _strengths(exercise: Any, hand: Hand) -> Json:
    return {one: hand.number(exercise.ends) for one in hand.some(_ids(exercise))}


def _text(exercise: Any, hand: Hand) -> Json:
    return hand.words(exercise.id, exercise.longest)


def _sort(exercise: Any, hand: Hand) -> Json:
    last = exercise.groups[-1].id
    return {card.id: last if hand.is_extreme else card.note.split(" or ")[0] for card in exercise.cards}


def _check(exercise: Any, hand: Hand) -> Json:
    if exercise.ends is None:
        return dict.fromkeys(hand.some(_ids(exercise)), 1)
    return {one: hand.number(exercise.ends) for one in _ids(exercise)}


def _plan(exercise: Any, hand: Hand) -> Json:
    return {one: hand.words(f"{exercise.id}-{one}", exercise.longest) for one in _ids(exercise)}


def _day(exercise: Any, hand: Hand) -> Json:
    day = hand.today + (timedelta(days=AHEAD - 1) if hand.is_extreme else SOON)
    return {"day": day.isoformat(), "part": hand.one(_ids(exercise))}


def _letter(exercise: Any, hand: Hand) -> Json:
    day = hand.today + LATEST if hand.is_extreme else exercise.suggested(hand.today)
    return {"text": hand.words(exercise.id, exercise.longest), "day": day.isoformat()}


def _instrument(exercise: Any, hand: Hand) -> Json:
    of = exercise.questionnaire
    at = -1 if hand.is_extreme else min(1, len(of.answers) - 1)
    items = {item.id: int(of.answers[at].id) for item in of.items}
    if of.safety_item and not hand.is_extreme:
        items[of.safety_item] = int(of.answers[0].id)
    difficulty = {"difficulty": int(of.difficulty_answers[at].id)} if of.difficulty_answers else {}
    return {"items": items} | difficulty


def _tool(exercise: Any, hand: Hand) -> Json:
    """Return an entry as it is when it is made: what is asked afterwards is left to afterwards."""
    asked = tuple(block for block in exercise.asked if hand.is_extreme or not block.phase)
    entry = sample_entry(exercise.tool, hand, asked)
    return {**entry, exercise.given[0]: exercise.given[1]} if exercise.given else entry


def _planner(exercise: Any, hand: Hand) -> Json:
    asked = tuple(block for block in exercise.asked if hand.is_extreme or not block.phase)
    return {card: sample_entry(exercise.tool, hand, asked) for card in hand.some(list(exercise.cards))}


def _home_practice(exercise: Any, hand: Hand) -> Json:
    where = {part: hand.words(f"{exercise.id}-{part}", LONGEST_PLACE) for part in ("day", "place")}
    return {"choice": hand.one([option.id for option in exercise.offered]), **where}


def _useful(exercise: Any, hand: Hand) -> Json:
    ids = _ids(exercise)
    useful, hard = (ids, ids) if hand.is_extreme else (ids[:1], ids[-1:])
    own = hand.words(exercise.id, LONGEST_CARD)
    return {"useful": useful, "hard": hard, "own": own, "show_own": exercise.gp == "answer"}


def _card(exercise: Any, hand: Hand) -> Json:
    text = hand.words(exercise.id, LONGEST_CARD)
    card = {"text": text, "tool": hand.one(list(exercise.offered)), "show": exercise.gp == "ask"}
    return card | {"date": (hand.today + LATER).isoformat()}


# Of these a worked example gives the value itself.
AS_SHOWN = frozenset({"text", "choice", "choices", "scale", "strengths"})
SAMPLES: Mapping[str, Callable[[Any, Hand], Json]] = MappingProxyType(
    {
        "choice": _choice,
        "story": _choice,
        "quiz": _quiz,
        "choices": _choices,
        "scale": _scale,
        "strengths": _strengths,
        "text": _text,
        "sort": _sort,
        "check": _check,
        "plan": _plan,
        "day": _day,
        "letter": _letter,
        "instrument": _instrument,
        "tool": _tool,
        "planner": _planner,
        "home-practice": _home_practice,
        "useful": _useful,
        "card": _card,
    }
)
