"""Figures of use: right to the next five below, and nobody can be read out, however they are combined."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from databases import NOW as SOMETIME
from databases import a_full_house, a_gp, invitations_of
from hypothesis import given, settings
from hypothesis import strategies as st
from people import shipped_catalogue
from sqlalchemy import Engine, delete, event, select
from sqlalchemy.orm import Session

from selfhelp.care.use import MONTHS, STEP, Figure, shown, use
from selfhelp.content.model import Module, Programme
from selfhelp.records.course import Appointment, Card, CareLink, Enrolment, Progress
from selfhelp.records.log import AccessLog
from selfhelp.records.people import Invitation, Person

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 14, 9, tzinfo=UTC)
DAY = OCTOBER.date()
NAMES = ("a", "b", "c", "d", "e")
LONG = Programme(locale="nb", title="", modules={name: Module(id=name, title=name) for name in NAMES})
Counted = Callable[..., dict[str, list[str]]]


@pytest.fixture
def house(session: Session) -> Enrolment:
    """Somebody with everything, long before the months that are counted."""
    enrolment = a_full_house(session)
    enrolment.started_at = SOMETIME - timedelta(days=900)
    invitation = session.scalars(select(Invitation)).one()
    invitation.created_at = enrolment.started_at
    session.execute(delete(Card))
    session.execute(delete(Appointment))
    session.commit()
    return enrolment


@pytest.fixture
def counted(session: Session, house: Enrolment) -> Counted:
    """What is shown of each measure, the newest month last."""

    def counted(programme: Programme = LONG, now: datetime = NOW) -> dict[str, list[str]]:
        session.flush()
        found = use(session, programme=programme, now=now)
        return {measure.name: [str(figure) for figure in measure.figures] for measure in found.measures}

    return counted


def invites(session: Session, *moments: datetime) -> None:
    gp = session.scalars(select(Person).where(Person.role == "gp")).one()
    session.add_all(invitations_of(gp, *moments))
    session.flush()


def meets(session: Session, house: Enrolment, day: date, **more: object) -> Appointment:
    row = Appointment(id=uuid4(), enrolment_id=house.id, date=day, **more)
    session.add(row)
    session.flush()
    return row


def with_card(session: Session, house: Enrolment, appointment: Appointment, *, shared: bool) -> None:
    session.add(
        Card(
            enrolment_id=house.id, appointment_id=appointment.id, module="link", shared=shared, revision=1,
            page_key="p", value=b"sealed", changed_at=OCTOBER,
        )
    )  # fmt: skip


def looks(
    session: Session, house: Enrolment, at: datetime, *, what: str = "follow-up", gp: Person | None = None
) -> None:
    seq = len(session.scalars(select(AccessLog.seq)).all()) + 1
    link = session.scalars(select(CareLink)).one()
    session.add(
        AccessLog(
            seq=seq, at=at, actor_id=gp.id if gp else link.gp_id, actor="x", enrolment_id=house.id, what=what,
            why="follow-up", previous=b"", hash=b"",
        )
    )  # fmt: skip


class TestUse:
    def test_shows_twelve_months_that_are_over_and_nothing_of_the_one_that_runs(
        self, session: Session, house: Enrolment, counted: Counted
    ) -> None:
        invites(session, *[NOW] * 7, *[OCTOBER] * 7, *[OCTOBER - timedelta(days=365)] * 7)

        found = use(session, programme=LONG, now=NOW)

        assert (len(found.months), found.months[0], found.months[-1]) == (
            12,
            date(2025, 11, 1),
            date(2026, 10, 1),
        )
        assert counted()["invited"] == ["<5"] * 11 + ["5–9"]

    def test_counts_by_the_days_of_norway(self, session: Session, counted: Counted) -> None:
        last_of_september = datetime(2026, 9, 30, 21, 59, tzinfo=UTC)
        first_of_october = last_of_september + timedelta(minutes=1)
        invites(session, *[last_of_september] * 5, *[first_of_october] * 10)

        assert counted()["invited"][-2:] == ["5–9", "10–14"]

    def test_begins_a_new_year_with_the_old_one(self, counted: Counted, session: Session) -> None:
        found = use(session, programme=LONG, now=datetime(2027, 1, 1, 12, tzinfo=UTC))

        assert (found.months[0], found.months[-1]) == (date(2026, 1, 1), date(2026, 12, 1))

    def test_does_not_count_an_invitation_taken_back(self, session: Session, counted: Counted) -> None:
        invites(session, *[OCTOBER] * 5)
        assert counted()["invited"][-1] == "5–9"

        session.scalars(select(Invitation).order_by(Invitation.created_at.desc())).first().withdrawn_at = NOW  # type: ignore[union-attr]

        assert counted()["invited"][-1] == "<5"

    def test_counts_modules_by_their_place(
        self, session: Session, house: Enrolment, counted: Counted
    ) -> None:
        patients, at = [uuid4() for _ in range(6)], OCTOBER
        for number, patient in enumerate(patients):
            person = Person(id=patient, role="patient", user_name=f"p{number}", locale="nb", created_at=NOW)
            session.add_all([
                person,
                Enrolment(id=patient, person_id=patient, programme="p", started_at=at, consent_version=1),
                *(
                    Progress(enrolment_id=patient, module=name, opened_at=at, last_opened_at=at,
                             finished_at=at if number < 3 or name in "abc" else None, last_step="x")
                    for name in NAMES
                ),
            ])  # fmt: skip

        found = counted()

        assert found["started"][-1] == found["module-1"][-1] == found["module-3"][-1] == "5–9"
        assert found["module-5"][-1] == "<5"

    def test_leaves_out_the_places_that_the_programme_does_not_have(self, counted: Counted) -> None:
        short = Programme(locale="nb", title="", modules={"a": LONG.modules["a"]})

        assert set(counted(short)) == {"invited", "started", "module-1", "held", "with-card"}
        assert set(counted(shipped_catalogue()["nb"])) <= set(counted())

    def test_counts_an_appointment_the_patient_says_was_held(
        self, session: Session, house: Enrolment, counted: Counted
    ) -> None:
        for number in range(10):
            held = meets(session, house, DAY, held_at=OCTOBER)
            with_card(session, house, held, shared=number < 5)
        for more in ({}, {"held_at": OCTOBER, "cancelled_at": OCTOBER}):
            for _ in range(5):
                meets(session, house, DAY, **more)

        assert counted()["held"] == ["<5"] * 11 + ["10–14"]
        assert counted()["with-card"] == ["<5"] * 11 + ["5–9"]

    @pytest.mark.parametrize(
        ("at", "what", "held"),
        [
            (datetime(2026, 10, 13, 22, 0, tzinfo=UTC), "follow-up", "5–9"),
            (datetime(2026, 10, 14, 21, 59, tzinfo=UTC), "record-note", "5–9"),
            (datetime(2026, 10, 13, 21, 59, tzinfo=UTC), "follow-up", "<5"),
            (datetime(2026, 10, 14, 22, 0, tzinfo=UTC), "follow-up", "<5"),
            (OCTOBER, "list", "<5"),
        ],
        ids=["midnight", "a minute before the next", "the evening before", "the day after", "only the list"],
    )
    def test_counts_an_appointment_on_whose_day_the_doctor_looked(
        self, session: Session, house: Enrolment, counted: Counted, at: datetime, what: str, held: str
    ) -> None:
        for _ in range(5):
            meets(session, house, DAY)
        looks(session, house, at, what=what)
        looks(session, house, at, what=what)

        assert counted()["held"][-1] == held

    def test_counts_no_look_of_anybody_without_permission(
        self, session: Session, house: Enrolment, counted: Counted
    ) -> None:
        other = a_gp("annen")
        session.add(other)
        for _ in range(5):
            meets(session, house, DAY)
        looks(session, house, OCTOBER, gp=other)

        assert counted()["held"][-1] == "<5"

    def test_asks_as_often_for_many_as_for_nobody(
        self, session: Session, engine: Engine, counted: Counted
    ) -> None:
        counted()  # the transaction has begun
        sent: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *said: sent.append(said[2]))
        counted()
        first = len(sent)
        invites(session, *[OCTOBER] * 60)
        del sent[:]

        counted()

        assert len(sent) == first == 4


class TestAFigure:
    @pytest.mark.parametrize(
        ("count", "told"),
        [(0, "<5"), (1, "<5"), (4, "<5"), (5, "5–9"), (9, "5–9"), (10, "10–14"), (123, "120–124")],
    )
    def test_is_the_step_of_five_it_lies_in_and_none_looks_like_few(self, count: int, told: str) -> None:
        assert str(shown(count)) == told
        assert shown(count).is_shown == (count >= STEP)


COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 400))


def could_be(figure: Figure) -> range:
    """Every count behind a figure, as whoever reads it can find out."""
    return range(figure.at_least, figure.at_least + STEP)


class TestNobody:
    """Whatever can be worked out from what is shown, none of it is "one to four people"."""

    @given(counts=st.lists(COUNTS, min_size=1, max_size=30), data=st.data())
    def test_can_be_read_out_of_any_sum_or_difference(
        self, counts: Sequence[int], data: st.DataObject
    ) -> None:
        signs = data.draw(st.lists(st.sampled_from((-1, 0, 1)), min_size=len(counts), max_size=len(counts)))
        figures = [shown(count) for count in counts]

        told = sum(sign * figure.at_least for sign, figure in zip(signs, figures, strict=True))
        ends = [
            sum(
                sign * pick(could_be(figure))
                for sign, figure in zip(signs, figures, strict=True)
                if sign == which
            )
            for which in (1, -1)
            for pick in (min, max)
        ]
        least, most = ends[0] + ends[3], ends[1] + ends[2]

        assert all(count in could_be(figure) for count, figure in zip(counts, figures, strict=True))
        assert told % STEP == 0  # what is shown, added and subtracted, is never 1 to 4
        assert not any(signs) or least <= 0 or most >= STEP  # and what is behind it may be none, or many

    @given(held=COUNTS, share=st.floats(0, 1))
    def test_can_be_read_out_of_a_part_and_its_whole(self, held: int, share: float) -> None:
        with_card = int(held * share)
        possible = {
            whole - part
            for whole in could_be(shown(held))
            for part in could_be(shown(with_card))
            if part <= whole
        }

        assert held - with_card in possible
        assert possible - {1, 2, 3, 4}

    @settings(max_examples=15)
    @given(days=st.lists(st.integers(0, 500), max_size=60))
    def test_is_in_what_is_shown_of_any_invitations(
        self, session: Session, house: Enrolment, days: Sequence[int]
    ) -> None:
        moments = [NOW - timedelta(days=day) for day in days]
        try:
            invites(session, *moments)
            found = use(session, programme=LONG, now=NOW)
        finally:
            session.rollback()

        by_month = Counter((moment.year, moment.month) for moment in moments)
        wanted = [by_month[month.year, month.month] // STEP * STEP for month in found.months]
        assert [figure.at_least for figure in found.measures[0].figures] == wanted
        assert found.measures[0].at_least == sum(wanted)
        assert len(found.months) == MONTHS
