"""Words that were not shown stand nowhere in what the doctor's browser gets, whatever the patient chose."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from apps import Comes
from babel.dates import format_date
from care.test_exact_sharing import CHOICES, Choices, allowed, answer, every_canary
from hypothesis import given, settings
from people import EVERYTHING, Surgery
from sqlalchemy import update
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.records.course import CareLink, Reading
from selfhelp.records.encryption import row_place
from web.test_whole_way import MOST_WORDS, on_the_gps_page, own_voice

NOTE = "merknaden min"


def share(surgery: Surgery, mine: Mine, chosen: Choices) -> set[str]:
    """Let the patient write and choose; return the own words that may be read."""
    with Session(surgery.engine) as session:
        answer(session, mine, chosen)
        session.execute(
            update(CareLink)
            .where(CareLink.enrolment_id == mine.enrolment_id)
            .values(shares=sorted(chosen.shares))
        )
        session.commit()
        return allowed(session, mine, chosen)


class TestEveryAnswerToTheDoctor:
    @settings(max_examples=12)
    @given(chosen=CHOICES)
    def test_holds_exactly_the_words_that_were_shown(
        self, comes: Comes, surgery: Surgery, chosen: Choices
    ) -> None:
        gp = surgery.gp()
        patient = surgery.patient(gp, note=NOTE)
        may_be_read = share(surgery, surgery.place_of(patient), chosen)
        browser = comes(gp)
        page = f"/gp/patients/{patient.enrolment_id}"
        received = ""
        for path in ("/gp/patients", page, f"{page}/note.txt", f"{page}/sheet"):
            browser.opens(path)
            received += browser.html + str(browser.page.response.headers)

        assert {word for word in every_canary() if word in received} == may_be_read
        assert NOTE in received


class TestTheAppointment:
    """Its date goes with the card: who keeps the card back keeps the date back."""

    @pytest.mark.parametrize("shares", [EVERYTHING, ("progress", "scores", "answers"), ()], ids=len)
    def test_is_told_where_the_card_is_shared_and_nowhere_else(
        self, comes: Comes, surgery: Surgery, shares: tuple[str, ...]
    ) -> None:
        gp = surgery.gp()
        patient = surgery.patient(gp, note=NOTE, shares=shares)
        day = (surgery.now + timedelta(days=200)).date()
        comes(patient).opens("/card").saves({"q.card.text": "Ord", "q.card.date": day.isoformat()})

        browser = comes(gp)
        told = [browser.opens("/gp/patients").text, browser.follows(NOTE).text]

        written = format_date(day, "d. MMMM", locale="nb")
        assert [written in page for page in told] == ["card" in shares] * 2
        for nothing in ("Not noted", "No appointment noted"):
            assert not any(browser.says(nothing) in page for page in told)


class TestTheDoctorsPageAtItsFullest:
    """Four notices, two questionnaires taken three times, a card, useful and hard, practice, answers."""

    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_still_takes_at_most_a_hundred_and_twenty_words_of_ours(
        self, comes: Comes, surgery: Surgery, language: str
    ) -> None:
        gp = surgery.gp(locale=language)
        patient = surgery.patient(gp, locale=language, note="rød lue")
        mine = surgery.place_of(patient)
        asked = frozenset(exercise for exercise in mine.programme.modules["link"].asking)
        share(surgery, mine, Choices(frozenset(EVERYTHING), asked, asked, card_shown=True, own_shown=True))
        with Session(surgery.engine) as session:
            for instrument in ("phq-9", "gad-7"):
                for answers in (1, 2, 3):
                    taken_at = surgery.now - timedelta(days=70 - 14 * answers)
                    session.add(reading(mine, instrument, answers, taken_at))
            session.commit()

        fragment = on_the_gps_page(comes(gp, language=language).follows("rød lue"))

        spoken = own_voice(fragment)
        assert fragment.count('class="notice"') == 4
        assert "<svg" in fragment
        assert len(spoken) <= MOST_WORDS, f"{len(spoken)}: {' '.join(spoken)}"


class TestThePatientsOwnCurve:
    @pytest.mark.parametrize(
        ("language", "said"), [("nb", "Siden {}: klart bedre."), ("en", "Since {}: clearly better.")]
    )
    def test_says_the_change_after_its_date(
        self, comes: Comes, surgery: Surgery, language: str, said: str
    ) -> None:
        patient = surgery.patient(surgery.gp(), locale=language)
        mine = surgery.place_of(patient)
        first = surgery.now - timedelta(days=14)
        with Session(surgery.engine) as session:
            session.add_all([reading(mine, "phq-9", 2, first), reading(mine, "phq-9", 1, surgery.now)])
            session.commit()

        browser = comes(patient, language=language).opens("/modules/link/how-are-you?part=3")

        day = format_date(day_of(first), "d. MMMM" if language == "nb" else "d MMMM", locale=language)
        assert said.format(day) in browser.text


def reading(mine: Mine, instrument: str, answers: int, taken_at: datetime) -> Reading:
    """A questionnaire with every item answered alike."""
    made = uuid4()
    items = {item.id: answers for item in mine.programme.instruments[instrument].items}
    value = {"items": items, "difficulty": 3, "place": "link/phq", "level": "trend"}
    place = row_place("reading", mine.enrolment_id, str(made), "value")
    return Reading(
        enrolment_id=mine.enrolment_id,
        id=made,
        instrument=instrument,
        taken_at=taken_at,
        finished=True,
        value=mine.key.seal_json(value, bound_to=place),
    )
