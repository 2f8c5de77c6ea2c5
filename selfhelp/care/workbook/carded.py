"""The bridge cards, what was useful and hard, and the appointments they were written for."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care import cards
from selfhelp.care.cards import EMPTY_CARD, EMPTY_USEFUL, CardKept
from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.scope import Scope
from selfhelp.care.workbook.lines import lines_of
from selfhelp.care.workbook.value import NOT_CHOSEN, Part, Piece, Spot
from selfhelp.care.workbook.where import spot_of
from selfhelp.content.model import Module
from selfhelp.exercises.card import Card
from selfhelp.exercises.useful import Useful
from selfhelp.exercises.words import Message, Saved
from selfhelp.records.course import Appointment

PART, TITLE = "cards", Message("Bridge cards and appointments")
CARD, NEXT, HELPED = Message("Bridge card"), Message("Appointment"), Message("Useful and hard")
SHOWN = Message("You chose to show this to your doctor.")
MET, CAME_TO_NOTHING = Message("You have met."), Message("Nothing came of this appointment.")


def carded(session: Session, mine: Mine, scope: Scope, today: date) -> Iterator[Part]:
    """Yield cards and appointments as one part, if there are any: the day furthest ahead stands first."""
    now = cards.card_now(session, mine, today).id
    written: dict[UUID | None, list[CardKept]] = {}
    for card in cards.every_card(session, mine):
        written.setdefault(card.appointment_id, []).append(card)
    days = session.scalars(
        select(Appointment)
        .where(Appointment.enrolment_id == mine.enrolment_id)
        .order_by(Appointment.date.desc(), Appointment.id)
    )
    pieces = [piece for card in written.get(None, ()) for piece in _of_card(mine, card, scope, now)]
    for day in days:
        pieces.append(_of_day(day))
        pieces += [piece for card in written.get(day.id, ()) for piece in _of_card(mine, card, scope, now)]
    if pieces:
        yield Part(PART, "more", TITLE, tuple(pieces))


def _of_day(day: Appointment) -> Piece:
    notes = (*([MET] if day.held_at else ()), *([CAME_TO_NOTHING] if day.cancelled_at else ()))
    return Piece(f"appointments/{day.id}", day.date, (), NEXT, notes=notes)


def _of_card(mine: Mine, card: CardKept, scope: Scope, now: UUID | None) -> Iterator[Piece]:
    """Yield a card, what was useful and hard, and what other windows wrote. Only today's can be changed."""
    on = day_of(card.changed_at) if card.changed_at else date.min
    is_now = card.id == now
    texts = [(f"cards/{card.id}", card.values, [SHOWN] if card.shared else [])]
    texts += [
        (f"cards/{card.id}/other-{n}", one, [NOT_CHOSEN]) for n, one in enumerate(card.others.values(), 1)
    ]
    module, asked, helped = _questions(mine, card.module)
    for name, values, notes in texts:
        if lines := lines_of(asked, _of(values, EMPTY_CARD), scope):
            yield Piece(
                name, on, lines, CARD, notes=tuple(notes), spot=Spot() if is_now else None, saved=values
            )
        if lines := lines_of(helped, _of(values, EMPTY_USEFUL), scope):
            spot = spot_of(module, helped) if module and is_now else None
            yield Piece(f"{name}/helped", on, lines, HELPED, spot=spot, saved=values)


def _of(values: Saved, part: Saved) -> Saved:
    """Return the card's own part of the values, or that of what was useful; ticks are told in notes."""
    return {key: one for key, one in values.items() if key in part and not isinstance(one, bool)}


def _questions(mine: Mine, module_id: str) -> tuple[Module | None, Card | None, Useful | None]:
    """Return the module a card was written in, with its questions: those of any module where it is gone."""
    module = mine.programme.modules.get(module_id)
    modules = [*([module] if module else ()), *mine.programme.modules.values()]
    exercises = [exercise for one in modules for exercise in one.exercises]
    asked = next((one for one in exercises if isinstance(one, Card)), None)
    return module, asked, next((one for one in exercises if isinstance(one, Useful)), None)
