"""The follow-up page as one plain value: screen, text and the patient's own preview are renderings of it.

It is built from what the patient shares and from nothing else; what is not shared is not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from selfhelp.care import answers, cards, entries, readings
from selfhelp.care.answers import Kept
from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.progress import progress_of
from selfhelp.care.readings import Change, Taken
from selfhelp.care.sharing import Link
from selfhelp.care.shown_answers import shown_answers
from selfhelp.content.model import Ask, Module, Programme
from selfhelp.exercises.home_practice import HomePractice
from selfhelp.exercises.instrument import Questionnaire
from selfhelp.exercises.useful import Useful
from selfhelp.exercises.words import Json, Words
from selfhelp.records.course import Progress

SILENT_AFTER = timedelta(days=14)
# The published flags of the programme's safety rules: facts with a date, never advice.
Flag = Literal["item9", "item9-unanswered", "severe", "worse", "silent"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One fact with its date. `number` is the answer or the sum, `earlier` the sum it rose from.

    Where answers are missing the sums are not `exact` but the most they can be.
    """

    flag: Flag
    on: date
    number: int | None = None
    earlier: int | None = None
    title: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class CardSeen:
    """The bridge card, in the patient's own words, whole."""

    text: str
    tool: str  # the tool's title in the GP's language; "" when none was chosen
    useful: tuple[str, ...]
    hard: tuple[str, ...]
    own: str


@dataclass(frozen=True, slots=True)
class Scores:
    """One instrument's line: now, before and at the start, with the label for the way from start to now."""

    of: Questionnaire
    taken: tuple[Taken, ...]
    change: Change

    @property
    def now(self) -> Taken:
        """Return the newest reading."""
        return self.taken[-1]

    @property
    def before(self) -> Taken | None:
        """Return the reading before the newest, where it is not also the first."""
        return self.taken[-2] if len(self.taken) > 2 else None  # noqa: PLR2004

    @property
    def start(self) -> Taken | None:
        """Return the first reading, where there is more than one."""
        return self.taken[0] if len(self.taken) > 1 else None

    @property
    def item9(self) -> int | None:
        """Return the newest answer to the safety item; None when it was not answered."""
        return self.now.score.safety


@dataclass(frozen=True, slots=True)
class Practice:
    """What was set out to do at home, and how often it was done."""

    words: str
    done: int
    wanted: int
    smaller: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where the patient is."""

    number: int
    of: int
    title: str
    done: int
    steps: int
    last_opened: date | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Everything the GP reads. A part that is not shared is None or empty, and named in `kept_back`."""

    note: str
    notices: tuple[Notice, ...]
    card: CardSeen | None
    answers: tuple[tuple[str, str], ...]  # (question, the patient's words), each with its own tick
    scores: tuple[Scores, ...]
    place: Place | None
    practice: Practice | None
    appointment: date | None
    summary: Words
    opening: str  # the module's question; "" where the card opens, or nothing has been done
    link_question: str
    more: tuple[Ask, ...]
    kept_back: tuple[str, ...]  # titles of the categories that are not shared
    module: str = ""

    @property
    def opens_with_card(self) -> bool:
        """Tell whether the patient wrote something to begin with."""
        return self.card is not None and bool(self.card.text)


def follow_up(session: Session, *, mine: Mine, link: Link, note: str, now: datetime) -> FollowUp:
    """Build the page from what this permission shares. `mine.programme` is in the reader's language."""
    programme = mine.programme
    progress = progress_of(session, mine)
    tells_progress = "progress" in link.shares
    module = _module_now(programme, progress if tells_progress else {})
    kept = answers.answers_in(session, mine, programme.modules)
    taken = {name: all_ for name, all_ in readings.readings_of(session, mine).items() if all_}
    card = cards.card_now(session, mine, day_of(now))
    row = progress.get(module.id)
    seen = _card(programme, module, card) if "card" in link.shares else None
    begun = not tells_progress or bool(row and row.done)  # a question must not tell what is kept back
    opening, question = _questions(programme, module, card if seen else cards.NO_CARD, begun=begun)
    return FollowUp(
        note=note,
        notices=_notices(taken, row, link, now),
        card=seen,
        answers=shown_answers(session, mine, kept) if "answers" in link.shares else (),
        scores=_scores(programme, taken) if "scores" in link.shares else (),
        place=_place(programme, module, row) if tells_progress else None,
        practice=practice_now(session, mine, module, kept[module.id]) if tells_progress else None,
        appointment=card.appointment,
        summary=module.gp.summary,
        opening=opening,
        link_question=question,
        more=module.gp.asks,
        kept_back=tuple(share.title for share in programme.shares.values() if share.id not in link.shares),
        module=module.title,
    )


def _module_now(programme: Programme, progress: Mapping[str, Progress]) -> Module:
    """Return the module last worked in; the first when none has been opened."""
    opened = [module for module in programme.modules.values() if module.id in progress]
    return (
        max(opened, key=lambda m: progress[m.id].last_opened_at)
        if opened
        else next(iter(programme.modules.values()))
    )


def _notices(
    taken: Mapping[str, list[Taken]], row: Progress | None, link: Link, now: datetime
) -> tuple[Notice, ...]:
    notices: list[Notice] = []
    if "scores" in link.shares:
        for readings_taken in taken.values():
            notices += _score_notices(readings_taken)
    if (
        "progress" in link.shares
        and row
        and row.finished_at is None
        and now - row.last_opened_at > SILENT_AFTER
    ):
        notices.append(Notice("silent", day_of(row.last_opened_at)))
    return tuple(notices)


def _score_notices(taken: list[Taken]) -> list[Notice]:
    of = taken[-1].of
    notices = []
    # A form that was only begun does not put the last answer to the safety item out of sight.
    met = [one for one in taken if one.finished or one.score.safety is not None]
    if of.safety_item and met:
        day, answer = day_of(met[-1].taken_at), met[-1].score.safety
        if answer is None:
            notices.append(Notice("item9-unanswered", day))
        elif answer > 0:
            notices.append(Notice("item9", day, answer))
    finished = [one for one in taken if one.finished]
    return notices + (_sum_notices(of, finished) if finished else [])


def _sum_notices(of: Questionnaire, finished: list[Taken]) -> list[Notice]:
    day, score = day_of(finished[-1].taken_at), finished[-1].score
    notices = []
    if of.severe_from is not None and score.high >= of.severe_from:
        notices.append(Notice("severe", day, score.high, title=of.title, exact=score.is_exact))
    if readings.is_worse(of, finished):
        compared = [finished[0].score, finished[-2].score]
        earlier = min(one.high for one in compared)
        exact = score.is_exact and all(one.is_exact for one in compared)
        notices.append(Notice("worse", day, score.high, earlier, of.title, exact))
    return notices


def _card(programme: Programme, module: Module, card: cards.CardKept) -> CardSeen | None:
    """Return the card's shared parts: its text with its tick, own words on useful and hard with theirs."""
    values = card.values
    text = values.get("text") or "" if card.shared else ""
    tool = programme.tools.get(values.get("tool") or "") if text else None
    written_in = programme.modules.get(card.module, module)
    useful = next((e for e in written_in.exercises if isinstance(e, Useful)), None)
    titles = [
        tuple(useful.words_of(one) for one in values.get(word) or ()) if useful else ()
        for word in ("useful", "hard")
    ]
    own = values.get("own") or "" if values.get("show_own") else ""
    if not (text or own or any(titles)):
        return None
    return CardSeen(text, tool.title if tool else "", titles[0], titles[1], own)


def _scores(programme: Programme, taken: Mapping[str, list[Taken]]) -> tuple[Scores, ...]:
    lines = []
    for instrument, questionnaire in programme.instruments.items():
        finished = tuple(one for one in taken.get(instrument, ()) if one.finished)
        if finished:
            first, last = finished[0].score, finished[-1].score
            label = readings.change(questionnaire, first, last) if len(finished) > 1 else ""
            lines.append(Scores(questionnaire, finished, label))
    return tuple(lines)


def _place(programme: Programme, module: Module, row: Progress | None) -> Place:
    known = {step.id for step in module.steps}
    return Place(
        number=programme.module_number(module.id),
        of=len(programme.modules),
        title=module.title,
        done=len(known & set(row.done)) if row else 0,
        steps=len(module.steps),
        last_opened=day_of(row.last_opened_at) if row else None,
    )


def practice_now(session: Session, mine: Mine, module: Module, kept: Mapping[str, Kept]) -> Practice | None:
    """Return the module's home practice: what was chosen, and the entries made since."""
    for step in module.steps:
        for exercise in step.exercises:
            value = kept[step.id].values.get(exercise.id) if step.id in kept else None
            if isinstance(exercise, HomePractice) and value and "choice" in value:
                return _counted(session, mine, exercise, value)
    return None


def _counted(session: Session, mine: Mine, exercise: HomePractice, value: Json) -> Practice:
    since = datetime.fromisoformat(value["since"])
    wanted = exercise.wanted(value)[0]
    done = entries.entries_since(session, mine, since).get(wanted.tool, 0)
    smaller = exercise.offered[0].id != value["choice"]
    return Practice(exercise.words_of(value["choice"]), done, wanted.times, smaller)


def _questions(programme: Programme, module: Module, card: cards.CardKept, *, begun: bool) -> tuple[str, str]:
    """Return the opening and the link question.

    With a card: the fixed opening (said by the page) and the chosen tool's link question. Without one: the
    module's first question. Nothing done at all: the page's own opening and the module's unopened line.
    """
    first = module.gp.asks[0] if module.gp.asks else None
    if card.shared and card.has_words:
        tool = programme.tools.get(card.values.get("tool") or "")
        return "", (tool.link_question if tool and tool.link_question else first.link if first else "")
    if not begun or first is None:
        return "", module.gp.unopened
    return first.question, first.link
