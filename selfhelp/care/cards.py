"""The bridge card and the appointment it belongs to. It can be written and changed until that day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID, uuid4, uuid5

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.windows import Others, Page, opened_others, sealed_others, without
from selfhelp.exercises.words import Json, Saved
from selfhelp.records.course import Appointment, Card, Enrolment
from selfhelp.records.encryption import row_place


@dataclass(frozen=True, slots=True)
class CardKept:
    """The card as it stands. `values` has "text", "tool", "show", "useful", "hard", "own", "show_own".

    Its "open" tells whether the author let the doctor see what was useful and hard when it was chosen.
    """

    id: UUID | None = None
    values: Saved = field(default_factory=lambda: MappingProxyType({}))
    shared: bool = False
    appointment: date | None = None
    module: str = ""
    revision: int = 0
    page_key: str = ""
    others: Others = field(
        default_factory=dict
    )  # what other windows wrote, "date" included, until the patient has chosen
    changed_at: datetime | None = None
    appointment_id: UUID | None = None

    @property
    def has_words(self) -> bool:
        """Tell whether the patient has written on it."""
        return bool(self.values.get("text"))

    @property
    def is_begun(self) -> bool:
        """Tell whether anything stands on it, be it only what was useful or hard."""
        return any(self.values.get(key) for key in ("text", "tool", *USEFUL))


NO_CARD = CardKept()
USEFUL = ("useful", "hard", "own")
# What an emptied part of the card says: nothing, and nothing to be shown.
EMPTY_CARD: Saved = MappingProxyType({"text": None, "tool": None, "show": False, "date": None})
EMPTY_USEFUL: Saved = MappingProxyType(
    {"useful": (), "hard": (), "own": None, "show_own": False, "open": False}
)


def card_now(session: Session, mine: Mine, today: date, *, also_met: bool = False) -> CardKept:
    """Return the next appointment and its card; without one, the card that waits for a date. One statement.

    A card whose appointment has passed belongs to that day, and the next card begins empty. That is so from
    the moment the patient says that they met; the doctor, `also_met`, reads the card to the end of the day.
    """
    near = and_(
        Appointment.enrolment_id == Enrolment.id,
        Appointment.date >= today,
        Appointment.cancelled_at.is_(None),
        *(() if also_met else (Appointment.held_at.is_(None),)),
    )
    written_for = or_(Card.appointment_id == Appointment.id, Card.appointment_id.is_(None))
    row = session.execute(
        select(Card, Appointment)
        .select_from(Enrolment)
        .outerjoin(Appointment, near)
        .outerjoin(Card, and_(Card.enrolment_id == Enrolment.id, written_for))
        .where(Enrolment.id == mine.enrolment_id)
        .order_by(Appointment.date, Card.appointment_id.is_(None), Card.changed_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row == (None, None):
        return NO_CARD
    card, appointment = row
    noted = _noted(appointment)
    return _opened(mine, card, noted) if card else noted


def every_card(session: Session, mine: Mine) -> list[CardKept]:
    """Return all cards, also those of appointments that have passed; what was changed last comes first."""
    rows = session.execute(
        select(Card, Appointment)
        .outerjoin(Appointment, Appointment.id == Card.appointment_id)
        .where(Card.enrolment_id == mine.enrolment_id)
        .order_by(Card.changed_at.desc(), Card.id)
    )
    return [_opened(mine, card, _noted(appointment)) for card, appointment in rows]


def save_card(
    session: Session, *, mine: Mine, module: str, values: Mapping[str, Json], page: Page, now: datetime
) -> CardKept:
    """Keep the card and its date. `values` may hold some of the card's words; the others stay as they are.

    The key "date" (ISO text or None), where present, moves the appointment and never loses the card. A day
    that has passed moves nothing. Where another window has changed the card since the page was opened,
    nothing is overwritten: what was sent is kept beside it, in `others`, until the patient has chosen.
    """
    before = card_now(session, mine, day_of(now))
    words = {key: value for key, value in values.items() if key != "date"}
    merged = {**before.values, **words}
    day = _day_wanted(before, values, day_of(now))
    others = page.settled(before.others)
    same = (merged, day) == (dict(before.values), before.appointment)
    if same and others == before.others:
        return before
    row = session.get(Card, before.id) if before.id else None
    behind = not same and page.is_behind(before.revision, before.page_key)
    if row is not None and (behind or page.keeps_both):
        row.others = _sealed_others(mine, row.id, page.beside(before.others, values))
        session.flush()
        return replace(before, others=page.beside(before.others, values))
    appointment = _appointment(session, mine, before.appointment_id, day)
    if row is None:
        # Sent twice it is one card; from a page left open past the appointment it is the next one.
        wanted = uuid5(mine.enrolment_id, f"card/{page.key}/{day_of(now)}")
        if session.get(Card, wanted) is not None:
            wanted = uuid5(wanted, "next")  # written for an appointment that was held today
        row = Card(id=wanted, enrolment_id=mine.enrolment_id, revision=0, module=module)
        session.add(row)
    row.appointment_id, row.module = appointment, module
    row.revision, row.page_key, row.changed_at = row.revision + 1, page.key, now
    row.shared = bool(merged.get("show") and merged.get("text"))
    row.value = mine.key.seal_json(merged, bound_to=_place(mine, row.id))
    row.others = _sealed_others(mine, row.id, others)
    session.flush()
    return CardKept(row.id, merged, row.shared, day, module, row.revision, page.key, others, now, appointment)


def let_follow(session: Session, *, mine: Mine, appointment_id: UUID, today: date) -> None:
    """Let the card of an appointment that came to nothing follow to the next one, or wait for it.

    Where another card has been begun meanwhile, no word goes: those of the earlier card are kept beside it,
    as another window's are, until the patient has chosen.
    """
    row = session.scalar(select(Card).where(Card.appointment_id == appointment_id))
    if row is None:
        return
    earlier, standing = _opened(mine, row, NO_CARD), card_now(session, mine, today)
    begun = session.get(Card, standing.id) if standing.id else None
    if begun is None or not standing.is_begun:
        if begun is not None:
            session.delete(begun)
            session.flush()  # it must be off its appointment before the earlier one is on it
        row.appointment_id = standing.appointment_id
    elif earlier.is_begun:
        _put_beside(mine, begun, standing, earlier)
        session.delete(row)
    session.flush()


def forget_other(session: Session, *, mine: Mine, window: str, today: date) -> None:
    """Let what stands stand: the text of that other window goes."""
    before = card_now(session, mine, today)
    if before.id and (row := session.get(Card, before.id)):
        row.others = _sealed_others(mine, row.id, without(before.others, window))


def _put_beside(mine: Mine, begun: Card, standing: CardKept, earlier: CardKept) -> None:
    """Keep an earlier card's words beside the one that stands, which stays as it is.

    What was useful or hard is no text to choose between: it is taken over where the newer card says nothing.
    """
    day = standing.appointment.isoformat() if standing.appointment else None
    words = {**EMPTY_CARD, **{key: earlier.values.get(key) for key in ("text", "tool", "show")}, "date": day}
    others = {**standing.others, **earlier.others}
    if earlier.values.get("text") or earlier.values.get("tool"):
        others[f"card-{earlier.id}"] = words
    values = dict(standing.values)
    if not any(values.get(key) for key in USEFUL):
        values |= {key: earlier.values[key] for key in EMPTY_USEFUL if key in earlier.values}
    begun.value = mine.key.seal_json(values, bound_to=_place(mine, begun.id))
    begun.others = _sealed_others(mine, begun.id, others)


def _day_wanted(before: CardKept, values: Mapping[str, Json], today: date) -> date | None:
    day = _day(values["date"]) if "date" in values else before.appointment
    return before.appointment if day is not None and day < today else day


def _day(written: Json) -> date | None:
    return date.fromisoformat(written) if written else None


def _appointment(session: Session, mine: Mine, known: UUID | None, day: date | None) -> UUID | None:
    """Make, move or leave the appointment; return its id."""
    row = session.get(Appointment, known) if known else None
    if day is None:
        if row is not None:
            session.delete(row)
        return None
    if row is None:
        row = Appointment(id=uuid4(), enrolment_id=mine.enrolment_id, date=day)
        session.add(row)
    row.date = day
    return row.id


def _place(mine: Mine, card_id: UUID, column: str = "value") -> str:
    return row_place("card", mine.enrolment_id, str(card_id), column)


def _sealed_others(mine: Mine, card_id: UUID, others: Others) -> bytes | None:
    return sealed_others(mine, others, bound_to=_place(mine, card_id, "others"))


def _noted(appointment: Appointment | None) -> CardKept:
    """Return the empty card of an appointment."""
    if appointment is None:
        return NO_CARD
    return replace(NO_CARD, appointment=appointment.date, appointment_id=appointment.id)


def _opened(mine: Mine, card: Card, noted: CardKept) -> CardKept:
    """Return the card with what was noted of its appointment."""
    return CardKept(
        card.id,
        mine.key.open_json(card.value, bound_to=_place(mine, card.id)),
        card.shared,
        noted.appointment,
        card.module,
        card.revision,
        card.page_key,
        opened_others(mine, card.others, bound_to=_place(mine, card.id, "others")),
        card.changed_at,
        noted.appointment_id,
    )
