"""The bridge card and its appointment: written, moved and changed at any time before the day."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from databases import NOW
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from care.windows import Window
from selfhelp.care.cards import NO_CARD, CardKept, card_now, forget_other, save_card
from selfhelp.care.mine import Mine
from selfhelp.care.windows import Page
from selfhelp.exercises.words import Json
from selfhelp.records.course import Appointment, Card

TODAY = NOW.date()
MONDAY, FRIDAY = "2026-11-23", "2026-11-27"


def write(
    session: Session, mine: Mine, *, page: Page | None = None, now: datetime = NOW, **values: Json
) -> CardKept:
    """Write on the card from a page that has just been opened, or from this one."""
    stands = card_now(session, mine, now.date())
    page = page or Page(str(uuid4()), stands.revision)
    return save_card(session, mine=mine, module="first", values=values, page=page, now=now)


def on(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), NOW.timetz())


def number(session: Session, table: type[Card | Appointment]) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()


class TestSaveCard:
    def test_keeps_words_and_appointment(self, session: Session, mine: Mine) -> None:
        write(session, mine, text="Gruppearbeidet", tool="chain", show=True, date=FRIDAY)

        card = card_now(session, mine, TODAY)
        assert (card.values["text"], card.values["tool"]) == ("Gruppearbeidet", "chain")
        assert (card.shared, card.appointment, card.has_words) == (True, date(2026, 11, 27), True)

    def test_keeps_the_card_when_the_date_is_moved(self, session: Session, mine: Mine) -> None:
        first = write(session, mine, text="Gruppearbeidet", show=True, date=FRIDAY)

        moved = write(session, mine, date="2026-12-04")

        assert (moved.id, moved.values["text"]) == (first.id, "Gruppearbeidet")
        assert moved.appointment == date(2026, 12, 4)
        assert (number(session, Card), number(session, Appointment)) == (1, 1)

    def test_keeps_the_card_when_the_date_is_taken_away(self, session: Session, mine: Mine) -> None:
        write(session, mine, text="Gruppearbeidet", date=FRIDAY)

        write(session, mine, date=None)

        card = card_now(session, mine, TODAY)
        assert (card.values["text"], card.appointment) == ("Gruppearbeidet", None)
        assert number(session, Appointment) == 0

    def test_changes_some_words_and_leaves_the_others(self, session: Session, mine: Mine) -> None:
        write(session, mine, text="Gruppearbeidet", show=True, useful=["chain"], date=FRIDAY)

        write(session, mine, text="Telefonen fra søsteren min")

        card = card_now(session, mine, TODAY)
        assert card.values["useful"] == ["chain"]
        assert (card.values["text"], card.shared) == ("Telefonen fra søsteren min", True)

    def test_stops_showing_what_was_unticked_or_emptied(self, session: Session, mine: Mine) -> None:
        write(session, mine, text="Gruppearbeidet", show=True)
        assert not write(session, mine, show=False).shared

        write(session, mine, show=True)
        assert not write(session, mine, text=None).shared

    def test_begins_a_new_card_when_the_appointment_has_passed(self, session: Session, mine: Mine) -> None:
        write(session, mine, text="Til fredag", show=True, date=FRIDAY)
        later = on("2026-11-28")
        assert card_now(session, mine, later.date()) is NO_CARD

        write(session, mine, now=later, text="Til neste gang", date="2026-12-11")

        card = card_now(session, mine, later.date())
        assert (card.values["text"], card.values.get("show")) == ("Til neste gang", None)
        assert (number(session, Card), number(session, Appointment)) == (2, 2)

    def test_belongs_to_the_appointment_on_its_very_day(self, session: Session, mine: Mine) -> None:
        write(session, mine, text="Til fredag", date=FRIDAY)

        assert card_now(session, mine, date.fromisoformat(FRIDAY)).has_words

    def test_stores_once_what_one_page_sends_twice(self, session: Session, mine: Mine) -> None:
        page = Page("a page", 0)
        for text in ("Gruppe", "Gruppearbeidet", "Gruppearbeidet"):
            write(session, mine, page=page, text=text, date=FRIDAY)

        assert (number(session, Card), number(session, Appointment)) == (1, 1)
        assert card_now(session, mine, TODAY).revision == 2

    def test_refuses_to_overwrite_what_another_window_wrote(self, session: Session, mine: Mine) -> None:
        phone, desk = Page("telefon", 0), Page("pc", 0)
        write(session, mine, page=phone, text="Fra telefonen")

        kept = write(session, mine, page=desk, text="Fra pc-en", date=FRIDAY)

        assert kept == card_now(session, mine, TODAY)
        assert (kept.values["text"], kept.appointment) == ("Fra telefonen", None)
        assert kept.others == {"pc": {"text": "Fra pc-en", "date": FRIDAY}}

    def test_keeps_both_texts_until_one_is_chosen(self, session: Session, mine: Mine) -> None:
        phone, desk = Page("telefon", 0), Page("pc", 0)
        for page, text in ((phone, "Fra telefonen"), (desk, "Fra pc-en"), (phone, "Fra telefonen igjen")):
            kept = write(session, mine, page=page, text=text)
        assert (kept.values["text"], kept.others) == ("Fra telefonen igjen", {"pc": {"text": "Fra pc-en"}})

        forget_other(session, mine=mine, window="pc", today=TODAY)
        assert card_now(session, mine, TODAY).others == {}

        kept = write(session, mine, page=desk, text="Fra pc-en")
        chosen = Page("begge", kept.revision, other="pc")
        kept = write(session, mine, page=chosen, text="Fra pc-en")
        assert (kept.values["text"], kept.others) == ("Fra pc-en", {})

    def test_starts_afresh_from_a_page_left_open_past_the_appointment(
        self, session: Session, mine: Mine
    ) -> None:
        page = Page("left open", 0)
        write(session, mine, page=page, text="Til fredag", date=FRIDAY)

        write(session, mine, page=page, now=on("2026-11-28"), text="Etter fredag", date=None)

        assert card_now(session, mine, date(2026, 11, 28)).values["text"] == "Etter fredag"
        assert number(session, Card) == 2

    def test_takes_a_day_again_that_an_earlier_appointment_was_moved_from(
        self, session: Session, mine: Mine
    ) -> None:
        write(session, mine, text="Først", date=FRIDAY)
        write(session, mine, date=MONDAY)

        write(session, mine, now=on("2026-11-24"), text="Så", date=FRIDAY)

        days = session.scalars(select(Appointment.date).order_by(Appointment.date)).all()
        assert days == [date(2026, 11, 23), date(2026, 11, 27)]

    def test_does_not_lose_the_card_to_a_day_that_has_passed(self, session: Session, mine: Mine) -> None:
        """Someone types last year by mistake, and the same page saves again."""
        page = Page("a page", 0)
        for text in ("Gruppe", "Gruppearbeidet"):
            write(session, mine, page=page, text=text, date="2025-11-27")

        card = card_now(session, mine, TODAY)
        assert (card.values["text"], card.appointment) == ("Gruppearbeidet", None)
        assert number(session, Card) == 1


class TestFromAStep:
    def test_is_the_same_card_as_from_home(self, session: Session, mine: Mine) -> None:
        sent = {"text": "Gruppearbeidet", "tool": "chain", "show": True, "date": FRIDAY}
        Window(session, mine, "home").sends({"card": sent, "helped": {"useful": ["chain"], "hard": []}})

        write(session, mine, text="Telefonen")

        window = Window(session, mine, "home")
        assert window.value("card")["text"] == "Telefonen"
        assert window.value("card")["date"] == FRIDAY
        assert window.value("helped")["useful"] == ["chain"]
        assert number(session, Card) == 1

    def test_is_empty_again_in_the_step_when_the_appointment_has_passed(
        self, session: Session, mine: Mine
    ) -> None:
        Window(session, mine, "home").sends({"card": {"text": "Til fredag", "date": FRIDAY}})

        assert Window(session, mine, "home", now=on(FRIDAY) + timedelta(days=1)).value("card") is None

    def test_is_emptied_from_the_step(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "home")
        window.sends({"card": {"text": "Gruppearbeidet", "tool": None, "show": True, "date": FRIDAY}})

        window.sends({"card": None})

        card = card_now(session, mine, TODAY)
        assert (card.has_words, card.shared, card.appointment) == (False, False, None)


class TestOtherPatients:
    def test_have_cards_of_their_own(self, session: Session, mine: Mine) -> None:
        write(session, mine, text="Gruppearbeidet", date=FRIDAY)

        someone = Mine(UUID(int=5), mine.key, mine.programme)
        assert card_now(session, someone, TODAY) is NO_CARD
