"""What a page asks of the databases is the same however much there is."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from apps import Comes
from databases import NOW
from flask import Flask
from pages import Browser
from people import Gp, Patient, Surgery, shipped_catalogue
from sqlalchemy.orm import Session

from house.watching import WRITES, statements
from selfhelp.care import answers, entries, lessons, progress
from selfhelp.care.answers import Given
from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn
from selfhelp.care.windows import Page
from selfhelp.records.course import Reading
from selfhelp.records.encryption import row_place

MANY = 200
ON_PAPER = 20  # setting two hundred pages takes half a minute, and tells no more
OF_A_PATIENT = (
    *("/home", "/modules/link/goals", "/modules/link/own-chain", "/modules/link/home-practice"),
    "/modules/activities/when-where-whom",
    *("/modules/activities/since-last-time", "/modules/people/since-last-time?part=3"),
    *("/how-it-goes", "/letters/people/to-myself"),
    *("/toolbox", "/toolbox/chain", "/toolbox/chain/sheet"),
    *("/workbook", "/workbook/tool-chain", "/workbook/sheet"),
    *("/workbook/file.html", "/workbook/file.json"),
    *("/modules/link/done", "/card", "/sharing", "/sharing/sheet", "/sharing/looks.txt", "/consent"),
)
FOLLOW_UP = [f"/gp/patients/{{}}{part}" for part in ("", "/note.txt", "/sheet", "/sheet.pdf")]
STEPS = ("goals", "how-are-you", "own-chain", "where-to-break", "home-practice")
# (?, ?) on SQLite, (%(id_1_1)s::UUID, %(id_1_2)s::UUID) on PostgreSQL
PLACEHOLDERS = re.compile(r"\((?:\?|%\(\w+\)s[:\w ]*)(?:, (?:\?|%\(\w+\)s[:\w ]*))*\)|\[POSTCOMPILE[^\]]*\]")


def fill(surgery: Surgery, patient: Patient, number: int) -> None:
    """So many answers, entries and readings of one patient."""
    mine = surgery.place_of(patient)
    module = mine.programme.modules["link"]
    with Session(surgery.engine) as session:
        letter = Given(
            {"to-myself": {"text": "Til meg", "day": "2026-01-01"}},
            frozenset(),
            mine.programme.modules["people"].edition,
        )
        answers.save_answers(
            session, mine=mine, module="people", step="stay-well", given=letter, page=Page("0", 0), now=NOW
        )
        for count in range(number):
            given = Given({"goal-1": f"Mål {count}"}, frozenset({"goal-1"}), module.edition)
            step = module.steps[count].id if count < len(module.steps) else f"step-{count}"
            answers.save_answers(
                session, mine=mine, module="link", step=step, given=given, page=Page(str(count), 0), now=NOW
            )
            for tool in ("chain", "small-thing"):
                entries.save_entry(
                    session,
                    mine=mine,
                    tool=mine.programme.tools[tool],
                    wanted=uuid4(),
                    values={"event": f"Hendelse {count}"},
                    page=Page(str(count), 0),
                    now=NOW + timedelta(minutes=count),
                )
            plan = {"what": "Gå", "day": {"day": day_of(datetime.now(UTC)).isoformat()}}
            entries.save_entry(
                session,
                mine=mine,
                tool=mine.programme.tools["activity"],
                wanted=uuid4(),
                values=plan,
                page=Page(str(count), 0),
                now=NOW,
            )
            session.add(reading(mine, count))
        progress.step_on(
            session, mine=mine, module=module, step="goals", done=True, go_on=GoOn("goals"), now=NOW
        )
        session.commit()


def reading(mine: Mine, count: int) -> Reading:
    items = {str(item): 1 for item in range(1, 10)}
    made = uuid4()
    place = row_place("reading", mine.enrolment_id, str(made), "value")
    sealed = mine.key.seal_json({"items": items, "place": "link/phq", "level": "trend"}, bound_to=place)
    return Reading(
        enrolment_id=mine.enrolment_id,
        id=made,
        instrument="phq-9",
        taken_at=NOW + timedelta(days=count),
        finished=True,
        value=sealed,
    )


def asked(app: Flask, browser: Browser, path: str, data: dict[str, str] | None = None) -> list[str]:
    """The statements of one request, without the number of values in them."""
    with statements(app) as sent:
        response = browser.client.open(
            path, method="POST" if data else "GET", data=data, headers=browser.headers, buffered=True
        )
    assert response.status_code in {200, 303}, response.status_code
    return [PLACEHOLDERS.sub("(?)", one) for one in sent]


class TestNumberOfStatements:
    @pytest.mark.parametrize(
        ("number", "paths"),
        [(MANY, OF_A_PATIENT), (ON_PAPER, ["/workbook/sheet.pdf"])],
        ids=["page", "paper"],
    )
    def test_is_the_same_at_one_and_at_many_answers(
        self,
        app: Flask,
        comes: Comes,
        surgery: Surgery,
        gp: Gp,
        number: int,
        paths: Sequence[str],
        subtests: pytest.Subtests,
    ) -> None:
        few, many = surgery.patient(gp), surgery.patient(gp)
        fill(surgery, few, 1)
        fill(surgery, many, number)

        one, other = comes(few), comes(many)

        for path in paths:
            with subtests.test(path):
                assert asked(app, one, path) == asked(app, other, path)

    def test_is_the_same_for_a_step_that_is_sent(
        self, app: Flask, comes: Comes, surgery: Surgery, gp: Gp
    ) -> None:
        few, many = surgery.patient(gp), surgery.patient(gp)
        fill(surgery, few, 1)
        fill(surgery, many, MANY)
        sent = []
        for patient in (few, many):
            browser = comes(patient).opens("/modules/link/goals")
            for goal in ("Gå tur", "Gå tur i skogen"):
                browser.fills({"q.goal-1": goal})
                form = {name: values[0] for name, values in browser.main_form().data().items()}
                asked(app, browser, "/modules/link/goals", form)
            sent.append(asked(app, browser, "/modules/link/goals", {**form, "q.goal-1": "Bade"}))

        assert sent[0] == sent[1]

    def test_is_the_same_for_the_follow_up_page(
        self, app: Flask, comes: Comes, surgery: Surgery, gp: Gp, subtests: pytest.Subtests
    ) -> None:
        few, many = surgery.patient(gp), surgery.patient(gp)
        fill(surgery, few, 1)
        fill(surgery, many, MANY)
        browser = comes(gp)
        asked(app, browser, FOLLOW_UP[0].format(few.enrolment_id))  # the log's first row has none before it

        for page in FOLLOW_UP:
            with subtests.test(page):
                assert asked(app, browser, page.format(few.enrolment_id)) == asked(
                    app, browser, page.format(many.enrolment_id)
                )

    @pytest.mark.parametrize("path", ["/gp/modules", "/gp/modules/link", "/gp/booklet", "/gp/booklet.pdf"])
    def test_is_none_of_patients_for_the_briefs(
        self, app: Flask, comes: Comes, surgery: Surgery, path: str
    ) -> None:
        none, many = surgery.gp(), surgery.gp()
        for _ in range(3):
            surgery.patient(many)

        sent = [asked(app, comes(gp), path) for gp in (none, many)]

        assert sent[0] == sent[1]
        assert len(sent[0]) == 1  # who is signed in

    def test_is_the_same_at_one_and_at_two_hundred_patients(
        self, app: Flask, comes: Comes, surgery: Surgery
    ) -> None:
        few, many = surgery.gp(), surgery.gp()
        fill(surgery, surgery.patient(few, note="en"), 1)
        patients = [surgery.patient(many, note="en") for _ in range(MANY)]
        for patient in patients[:5]:
            fill(surgery, patient, 1)

        browsers = [comes(few), comes(many)]
        assert len({tuple(asked(app, browser, "/gp/patients")) for browser in browsers}) == 1
        searches = [{"q": "en", "csrf_token": browser.opens("/gp/patients").token()} for browser in browsers]
        sent = [asked(app, *one) for one in zip(browsers, ["/gp/patients"] * 2, searches, strict=True)]
        assert sent[0] == sent[1]

    @pytest.mark.parametrize("path", ["/gp/course", "/gp/course/{}/{}", "/gp/course/record", "/gp/patients"])
    def test_is_the_same_at_no_step_and_at_every_step_of_the_course(
        self, app: Flask, comes: Comes, surgery: Surgery, path: str
    ) -> None:
        none, every = surgery.gp(), surgery.gp()
        course = shipped_catalogue().source.course.values()
        with Session(surgery.engine) as session:
            for lesson in course:
                for step in lesson.steps:
                    lessons.finish_step(session, person_id=every.id, lesson=lesson, step=step, now=NOW)
            session.commit()
        first = next(iter(course))
        at = path.format(first.id, first.steps[0].id)

        assert asked(app, comes(none), at) == asked(app, comes(every), at)

    def test_is_the_same_for_the_days_first_look_at_the_list_and_the_next_one_writes_nothing(
        self, app: Flask, comes: Comes, surgery: Surgery
    ) -> None:
        few, many = surgery.gp(), surgery.gp()
        browsers = [comes(few), comes(many)]  # they land on their lists, on which nobody stands yet
        for gp, number in ((few, 1), (many, MANY)):
            for _ in range(number):
                surgery.patient(gp)

        first, again = ([asked(app, browser, "/gp/patients") for browser in browsers] for _ in range(2))

        assert first[0] == first[1]
        assert [one.split(" (")[0] for one in first[1] if one.startswith(WRITES)] == [
            "INSERT INTO access_log"
        ]
        assert again[0] == again[1]
        assert [one for one in again[1] if one.startswith(WRITES)] == []

    def test_is_small(self, app: Flask, comes: Comes, surgery: Surgery, gp: Gp) -> None:
        patient = surgery.patient(gp)
        fill(surgery, patient, 1)
        theirs, the_gps = comes(patient), comes(gp)

        counts = {
            path: len(asked(app, browser, path))
            for browser, path in (
                (theirs, "/home"),
                (theirs, "/modules/link/goals"),
                (the_gps, "/gp/patients"),
                (the_gps, f"/gp/patients/{patient.enrolment_id}"),
            )
        }

        assert max(counts.values()) <= 14, counts
        assert counts["/modules/link/goals"] <= 6, counts
