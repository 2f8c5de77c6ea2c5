"""The follow-up page as one plain value: screen, text and the patient's own preview are renderings of it.

It is built from what the patient shares and from nothing else; what is not shared is not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from selfhelp.care import answers, cards, entries, readings
from selfhelp.care.access_log import last_look
from selfhelp.care.days import day_of, start_of
from selfhelp.care.mine import Mine
from selfhelp.care.notices import Notice, notices_of, silence, unease
from selfhelp.care.pace import Jump, LookBack, jumps, look_backs
from selfhelp.care.practice import Practice, practice_for_gp
from selfhelp.care.progress import progress_of
from selfhelp.care.readings import Scores, Taken
from selfhelp.care.scope import Newest
from selfhelp.care.sharing import Link
from selfhelp.care.shown_answers import shown_answers, tool_counts
from selfhelp.content.model import Ask, Module, Programme
from selfhelp.exercises.card import Card
from selfhelp.exercises.useful import Useful
from selfhelp.exercises.words import Words
from selfhelp.records.course import Progress

Part = Literal["card", "scores", "progress", "practice"]


@dataclass(frozen=True, slots=True)
class CardSeen:
    """The bridge card, in the patient's own words, whole."""

    text: str
    tool: str  # the tool's title in the GP's language; "" when none was chosen
    useful: tuple[str, ...]
    hard: tuple[str, ...]
    own: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the patient is. `number` is 0 in a booster; `jumps` were begun before their turn, as agreed."""

    number: int
    of: int
    title: str
    done: int
    steps: int
    last_opened: date | None
    jumps: tuple[Jump, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Everything the GP reads. A part that is not shared is None or empty, and named in `kept_back`."""

    note: str
    notices: tuple[Notice, ...]
    card: CardSeen | None
    answers: tuple[tuple[str, str], ...]  # (question, the patient's words)
    uses: tuple[tuple[str, str], ...]  # (tool, how often it was used): a part of the progress
    scores: tuple[Scores, ...]
    place: Place | None
    practice: Practice | None
    appointment: date | None
    summary: Words
    opening: str  # the module's question; "" where the card opens, or nothing has been done
    link_question: str
    more: tuple[Ask, ...]
    kept_back: tuple[str, ...]  # titles of the categories that are not shared
    module: str = ""  # its id
    looked: date | None = None  # the day this doctor last looked, before today
    new: frozenset[Part] = frozenset()  # what has come since then
    look_backs: tuple[LookBack, ...] = ()  # the boosters, when all modules are done
    has_chosen: bool = True  # False until the patient has said what to share

    @property
    def opens_with_card(self) -> bool:
        """Tell whether the patient wrote something to begin with."""
        return self.card is not None and bool(self.card.text)


def follow_up(session: Session, *, mine: Mine, link: Link, note: str, now: datetime) -> FollowUp:
    """Build the page from what this permission shares. `mine.programme` is in the reader's language."""
    programme = mine.programme
    link = replace(link, shares=link.agreed(programme))
    progress = progress_of(session, mine)
    tells_progress = "progress" in link.shares
    module = _module_now(programme, progress if tells_progress else {})
    kept = answers.answers_in(session, mine, programme.modules)
    found = readings.for_gp(mine, readings.readings_of(session, mine))
    taken = {name: all_ for name, all_ in found.items() if all_}
    # The appointment belongs to its card, and is kept back with it.
    card = (
        cards.card_now(session, mine, day_of(now), also_met=True) if "card" in link.shares else cards.NO_CARD
    )
    seen = _card(programme, module, card)
    shown = shown_answers(session, mine, kept) if "answers" in link.shares else ()
    # A tool that is the patient's own does not even show as something new.
    seen_tools = {name: tool for name, tool in programme.tools.items() if tool.gp == "count"}
    newest = entries.newest_entries(session, mine, seen_tools)[0] if tells_progress else {}
    row = progress.get(module.id)
    looked = _last_look(session, link, now)
    silent = bool(tells_progress and silence(row, now))
    # A question must not tell what is kept back.
    begun = not tells_progress or (row is not None and not silent)
    told = card if seen and seen.text else cards.NO_CARD
    opening, question = _questions(programme, module, told, begun=begun)
    return FollowUp(
        note=note,
        notices=(*notices_of(taken, progress, row, link.shares, now), *unease(session, mine, link.shares)),
        card=seen,
        answers=shown,
        uses=tool_counts(programme, newest),
        scores=_scores(programme, taken) if "scores" in link.shares else (),
        place=_place(programme, module, progress) if tells_progress else None,
        practice=practice_for_gp(session, mine, module, kept) if tells_progress else None,
        appointment=card.appointment,
        summary=module.gp.summary,
        opening=opening,
        link_question=question,
        more=module.gp.asks,
        kept_back=tuple(share.title for share in programme.shares.values() if share.id not in link.shares),
        module=module.id,
        looked=day_of(looked) if looked else None,
        new=_new(
            looked,
            seen=seen,
            card=card,
            taken=taken if "scores" in link.shares else {},
            row=row if tells_progress else None,
            newest=newest,
        ),
        look_backs=look_backs(programme, progress, link.started_at) if tells_progress else (),
        has_chosen=link.has_agreed,
    )


def _last_look(session: Session, link: Link, now: datetime) -> datetime | None:
    """Return when this doctor last looked on an earlier day: looking twice today makes nothing old."""
    today = start_of(day_of(now))
    return last_look(session, actor_id=link.gp_id, enrolment_id=link.enrolment_id, before=today)


def _new(
    looked: datetime | None,
    *,
    seen: CardSeen | None,
    card: cards.CardKept,
    taken: Mapping[str, list[Taken]],
    row: Progress | None,
    newest: Mapping[str, Newest],
) -> frozenset[Part]:
    """Return which parts hold something newer than the last look; none before the first look."""
    if looked is None:
        return frozenset()
    parts: set[Part] = set()
    if seen and card.changed_at and card.changed_at > looked:
        parts.add("card")
    if any(
        one.finished and one.taken_at > looked for readings_taken in taken.values() for one in readings_taken
    ):
        parts.add("scores")
    if row and row.last_opened_at > looked:
        parts.add("progress")
    if any(max(one.made_at, one.last_done or one.made_at) > looked for one in newest.values()):
        parts.add("practice")
    return frozenset(parts)


def _module_now(programme: Programme, progress: Mapping[str, Progress]) -> Module:
    """Return the module last worked in; the first when none has been opened."""
    opened = [module for module in programme.modules.values() if module.id in progress]
    return (
        max(opened, key=lambda m: progress[m.id].last_opened_at)
        if opened
        else next(iter(programme.modules.values()))
    )


def _card(programme: Programme, module: Module, card: cards.CardKept) -> CardSeen | None:
    """Return the card's shared parts: its text with its tick, own words on useful and hard with theirs."""
    values = card.values
    written_in = programme.modules.get(card.module, module)
    closed = any(isinstance(e, Card) and e.gp == "nothing" for e in written_in.exercises)
    text = values.get("text") or "" if card.shared and not closed else ""
    tool = programme.tools.get(values.get("tool") or "") if text else None
    useful = next((e for e in written_in.exercises if isinstance(e, Useful) and e.gp == "answer"), None)
    opened = useful if values.get("open") else None
    titles = [
        tuple(opened.words_of(one) for one in values.get(word) or ()) if opened else ()
        for word in ("useful", "hard")
    ]
    own = values.get("own") or "" if useful and values.get("show_own") else ""
    if not (text or own or any(titles)):
        return None
    return CardSeen(text, tool.title if tool else "", titles[0], titles[1], own)


def _scores(programme: Programme, taken: Mapping[str, list[Taken]]) -> tuple[Scores, ...]:
    lines = (readings.scores_of(of, taken.get(name, ())) for name, of in programme.instruments.items())
    return tuple(line for line in lines if line)


def _place(programme: Programme, module: Module, progress: Mapping[str, Progress]) -> Place:
    row = progress.get(module.id)
    known = {step.id for step in module.steps}
    return Place(
        number=programme.module_number(module.id),
        of=len(programme.regular),
        title=module.title,
        done=len(known & set(row.done)) if row else 0,
        steps=len(module.steps),
        last_opened=day_of(row.last_opened_at) if row else None,
        jumps=tuple(jumps(programme, progress)),
    )


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
