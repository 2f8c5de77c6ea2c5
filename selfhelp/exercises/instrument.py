"""`instrument`: PHQ-9 and GAD-7, locked questionnaires with published wording, scoring and bands.

Sources: Kroenke, Spitzer & Williams 2001 (PHQ-9); Spitzer et al. 2006 (GAD-7); the rules for missing items
and change stand in the questionnaires' own files with their sources.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.exercise import Exercise, GpLevel, Setting, Shelf
from selfhelp.exercises.words import NO_WORDS, Json, Message, Words

WAITS = ("waits", "due-on")  # published while a questionnaire with `due` is not asked yet
REFUSED = "no"  # "I would rather not answer": met, and missing from the sum
CHOOSE_OR_REFUSE = Message("Choose an answer here, or “I would rather not answer”.")


@dataclass(frozen=True, slots=True)
class Coded:
    """One item, answer or band: its id, its words, and its LOINC code or its range."""

    id: str
    words: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A published band, e.g. 5-9 "mild"."""

    id: str
    words: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Score:
    """What a filled-in questionnaire adds up to.

    `sum` is None when too many items, or the safety item, are missing; then only `low`-`high` is known.
    """

    sum: int | None
    low: int
    high: int
    missing: int
    safety: int | None  # the safety item's answer; None when it was not answered or there is none
    band: str = ""

    @property
    def is_exact(self) -> bool:
        """Tell whether every item was answered: only then may sums be compared."""
        return self.missing == 0

    def in_figures(self) -> str:
        """Return the sum as it may be said: alone, as an estimate with its range, or the range alone."""
        if self.sum is None:
            return f"{self.low}–{self.high}"
        return str(self.sum) if self.is_exact else f"≈ {self.sum} ({self.low}–{self.high})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """One instrument as its locked file says."""

    id: str
    title: str
    stem: Words
    answers: tuple[Coded, ...]
    items: tuple[Coded, ...]
    bands: tuple[Band, ...]
    refuse: str
    difficulty: Words = NO_WORDS
    difficulty_answers: tuple[Coded, ...] = ()
    missing_allowed: int = 0
    due_after: int = 13
    change: int = 5
    reliable: int = 6
    recovered_below: int = 10
    safety_item: str = ""
    severe_from: int | None = None
    verified: bool = False
    licence: str = ""
    source: str = ""
    loinc: Mapping[str, str] = field(default_factory=dict)

    def score(self, items: Mapping[str, int | str | None]) -> Score:
        """Add up. Up to `missing_allowed` missing items are replaced by the mean of the others, rounded.

        The safety item is never replaced: where it is missing there is a range and no sum.
        """
        given = {item.id: items.get(item.id) for item in self.items}
        numbers = [answer for answer in given.values() if isinstance(answer, int)]
        missing = len(self.items) - len(numbers)
        highest = max(int(answer.id) for answer in self.answers)
        safety = given.get(self.safety_item)
        low = sum(numbers)
        known: int | None = None
        if numbers and missing <= self.missing_allowed and (isinstance(safety, int) or not self.safety_item):
            known = int(low / len(numbers) * len(self.items) + 0.5)
        band = "" if known is None else self.band_of(known)
        return Score(
            known, low, low + missing * highest, missing, safety if isinstance(safety, int) else None, band
        )

    def band_of(self, total: int) -> str:
        """Return the id of the published band a sum falls in."""
        return next((band.id for band in self.bands if band.low <= total <= band.high), "")

    def band_words(self, band_id: str) -> str:
        """Return the band's words in the questionnaire's language."""
        return next((band.words for band in self.bands if band.id == band_id), "")


@dataclass(frozen=True, kw_only=True)
class Instrument(Exercise):
    """Saved as {"items": {"1": 0-3 or "no"}, "difficulty": 0-3}; unmet items are absent.

    With `due`, in days, it waits until the newest reading made elsewhere is that old: see `readings.due_on`.
    """

    kind = "instrument"
    settings = MappingProxyType(
        {
            "instrument": Setting(settings_read.an_id, required=True, field="instrument_id", binds=True),
            "due": Setting(settings_read.from_one),
        }
    )
    gp_levels = ("nothing", "trend")
    has_own_line = True
    publishes = ("sum", "lower", "upper", "total", "item9", "missing", "band", "complete", *WAITS)
    kept_as = "reading"

    gp: GpLevel = "trend"
    instrument_id: str = ""
    due: int = 0
    of: Questionnaire | None = None

    def placed(self, shelf: Shelf) -> "Instrument":
        return dataclasses.replace(self, of=shelf.instruments[self.instrument_id])

    @property
    def questionnaire(self) -> Questionnaire:
        """Return the questionnaire; a block is only used once it has been placed."""
        if self.of is None:
            raise LookupError(f"The instrument block {self.id} was never placed.")
        return self.of

    def fields(self) -> dict[str, fields.Field]:
        answers = [answer.id for answer in self.questionnaire.answers] + [REFUSED]
        asked = {
            item.id: fields.one_of(answers, required=CHOOSE_OR_REFUSE) for item in self.questionnaire.items
        }
        if self.questionnaire.difficulty_answers:
            asked["difficulty"] = fields.one_of(
                [answer.id for answer in self.questionnaire.difficulty_answers]
            )
        return asked

    def value(self, form: Mapping[str, Any]) -> Json:
        met = {item.id: form[item.id] for item in self.questionnaire.items if form.get(item.id) is not None}
        if not met:
            return None
        items = {item: answer if answer == REFUSED else int(answer) for item, answer in met.items()}
        difficulty = form.get("difficulty")
        return {"items": items} | ({} if difficulty is None else {"difficulty": int(difficulty)})

    def form(self, value: Json) -> dict[str, Any]:
        if value is None:
            return {}
        form = {item: str(answer) for item, answer in value["items"].items()}
        return form | ({"difficulty": str(value["difficulty"])} if "difficulty" in value else {})

    def is_complete(self, value: Json) -> bool:
        """Tell whether every item was met: answered, or answered with "I would rather not"."""
        return value is not None and len(value["items"]) == len(self.questionnaire.items)

    def score(self, value: Json) -> Score:
        """Return the score of a saved answer."""
        return self.questionnaire.score(value["items"] if value else {})

    def shows_danger(self, value: Json) -> bool:
        """Tell whether the safety item (PHQ-9 item 9) was answered with more than "not at all"."""
        return value is not None and (self.score(value).safety or 0) > 0

    def numbers(self, value: Json) -> dict[str, Json]:
        if not self.is_complete(value):
            return {}
        score = self.score(value)
        known = {"sum": score.sum, "band": score.band or None, "item9": score.safety}
        sure = {"lower": score.low, "upper": score.high, "missing": score.missing, "complete": "yes"}
        return sure | {"total": score.in_figures()} | known

    def told(self, value: Json) -> tuple[tuple[str, str], ...]:
        of, items = self.questionnaire, (value or {}).get("items", {})
        words = {answer.id: answer.words for answer in of.answers} | {REFUSED: of.refuse}
        return tuple((item.words, words.get(str(items.get(item.id)), "")) for item in of.items)

    def in_words(self, value: Json) -> str:
        if not self.is_complete(value):
            return ""
        return f"{self.questionnaire.title}: {self.score(value).in_figures()}"
