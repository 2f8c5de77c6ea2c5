"""What an author lets the doctor get: it holds for every kind, now and for later answers only."""

import dataclasses
from collections.abc import Iterable
from uuid import uuid4

import pytest
from databases import NOW
from people import EVERYTHING, Gp
from sqlalchemy.orm import Session

from care.on_the_page import answered
from care.small_programme import CHAIN, PROGRAMME, options, words
from care.test_readings import items
from care.windows import Window
from selfhelp.care import entries, sharing
from selfhelp.care.follow_up import FollowUp, follow_up
from selfhelp.care.mine import Mine
from selfhelp.care.windows import Page
from selfhelp.content.model import Module, Programme, Step
from selfhelp.exercises.choices import Choices
from selfhelp.exercises.exercise import Exercise, GpLevel
from selfhelp.exercises.scale import Scale


def with_level(programme: Programme, exercise_id: str, level: GpLevel) -> Programme:
    """The programme as its author changed it: another `gp:` for one exercise."""

    def of_step(step: Step) -> Step:
        parts = (
            part.with_words_from(gp=level) if isinstance(part, Exercise) and part.id == exercise_id else part
            for part in step.parts
        )
        return dataclasses.replace(step, parts=tuple(parts))

    return with_modules(
        programme,
        (
            dataclasses.replace(module, steps=tuple(map(of_step, module.steps)))
            for module in programme.modules.values()
        ),
    )


def with_modules(programme: Programme, modules: Iterable[Module]) -> Programme:
    return dataclasses.replace(programme, modules={module.id: module for module in modules})


@dataclasses.dataclass
class Course:
    """One patient's course, whose author changes what the doctor may get."""

    session: Session
    mine: Mine
    gp: Gp

    def says(self, exercise_id: str, level: GpLevel) -> None:
        programme = with_level(self.mine.programme, exercise_id, level)
        self.mine = dataclasses.replace(self.mine, programme=programme)

    def sends(self, step: str, **values: object) -> None:
        Window(self.session, self.mine, step).sends({k.replace("_", "-"): v for k, v in values.items()})

    def page(self, shares: Iterable[str] = EVERYTHING) -> FollowUp:
        link = sharing.link_for_gp(self.session, gp_id=self.gp.id, enrolment_id=self.mine.enrolment_id)
        assert link is not None
        link = dataclasses.replace(link, shares=frozenset(shares))
        return follow_up(self.session, mine=self.mine, link=link, note="", now=NOW)


@pytest.fixture
def course(session: Session, mine: Mine, gp: Gp) -> Course:
    return Course(session, mine, gp)


CARD = {"text": "Gruppearbeidet", "tool": "chain", "show": True, "date": None}
HELPED = {"useful": ["thoughts"], "hard": [], "own": "Det hjalp", "show_own": True}


class TestNothing:
    def test_keeps_the_questionnaire_back(self, course: Course) -> None:
        course.says("phq", "nothing")
        course.sends("how", phq={"items": items(20, item9=2)}, gad={"items": {"1": 1}})

        assert (course.page().scores, course.page().notices) == ((), ())

    def test_keeps_the_practice_back(self, course: Course) -> None:
        course.says("practice", "nothing")
        course.sends("home", practice={"choice": "main"})

        assert course.page().practice is None

    def test_keeps_the_card_back_and_opens_with_another_question(self, course: Course) -> None:
        course.says("card", "nothing")
        course.sends("home", card=CARD)

        page = course.page()
        assert (page.card, page.opens_with_card) == (None, False)
        assert page.link_question != CHAIN.link_question

    def test_keeps_useful_and_hard_back_and_leaves_the_card(self, course: Course) -> None:
        course.says("helped", "nothing")
        course.sends("home", card=CARD, helped=HELPED)

        seen = course.page().card
        assert seen is not None
        assert (seen.text, seen.useful, seen.own) == ("Gruppearbeidet", (), "")


@pytest.mark.parametrize("exercise", ["phq", "practice", "card", "helped", "mood", "thought"])
class TestALaterLevel:
    def write(self, course: Course, number: int) -> None:
        course.sends("thoughts", thought=f"Tanke {number}", mood=number)
        course.sends("how", phq={"items": items(10 + number)})
        course.sends(
            "home",
            practice={"choice": "main" if number == 1 else "small"},
            card={**CARD, "text": f"Kort {number}", "show": False},
            helped={**HELPED, "useful": ["thoughts", "chain"][:number], "show_own": False},
        )

    def seen(self, course: Course) -> list[object]:
        page = course.page()
        parts = [page.scores, page.practice, page.card and page.card.text, page.card and page.card.useful]
        return [*parts, page.answers, page.uses]

    def test_holds_for_later_answers_only(self, course: Course, exercise: str) -> None:
        level: GpLevel = {"phq": "trend", "practice": "count", "card": "ask", "thought": "ask"}.get(
            exercise, "answer"
        )  # type: ignore[assignment]
        for name in ("phq", "practice", "card", "helped", "mood", "thought"):
            course.says(name, "nothing")
        self.write(course, 1)
        nothing = self.seen(course)
        course.says(exercise, level)

        assert self.seen(course) == nothing

        self.write(course, 2)
        if exercise in {"phq", "card", "thought"}:  # one reading a place; words need the patient's tick
            assert self.seen(course) == nothing
        else:
            assert self.seen(course) != nothing

    def test_holds_at_once_where_it_closes(self, course: Course, exercise: str) -> None:
        self.write(course, 1)
        course.sends("home", card=CARD)
        before = self.seen(course)
        course.says(exercise, "nothing")

        assert self.seen(course) != before or exercise == "thought"


class TestCount:
    def test_tells_how_many_were_chosen(self, course: Course) -> None:
        signs = Choices(
            id="signs", gp="count", text=words("Hva kjenner du igjen?"), options=options("a", "b", "c")
        )
        self.add(course, signs)
        course.sends("added", signs=["a", "c"])

        assert course.page().answers == (("Hva kjenner du igjen?", "2"),)

    def add(self, course: Course, exercise: Exercise) -> None:
        module = PROGRAMME.modules["first"]
        steps = (*module.steps, Step(id="added", title="Mer", parts=(exercise,)))
        programme = with_modules(PROGRAMME, [dataclasses.replace(module, steps=steps)])
        course.mine = dataclasses.replace(course.mine, programme=programme)


class TestTheNumberOfUses:
    @pytest.fixture
    def used(self, course: Course) -> Course:
        """A course in which one tool was used on a step and in the toolbox, and another not at all."""
        course.sends("chain", own_chain={"event": "Mandag"})
        entries.save_entry(
            course.session,
            mine=course.mine,
            tool=course.mine.programme.tools["chain"],
            wanted=uuid4(),
            values={"event": "Tirsdag"},
            page=Page("page", 0),
            now=NOW,
        )
        return course

    def test_is_told_of_every_tool_that_was_used(self, used: Course) -> None:
        assert used.page().uses == (("Kjeden", "2"),)

    def test_belongs_to_how_far_the_patient_has_come(self, used: Course) -> None:
        assert used.page(shares=["progress"]).uses == (("Kjeden", "2"),)
        assert used.page(shares=["scores", "card", "answers"]).uses == ()

    def test_is_kept_back_where_the_tools_file_says_so(self, used: Course) -> None:
        tools = {**PROGRAMME.tools, "chain": dataclasses.replace(CHAIN, gp="nothing")}
        used.mine = dataclasses.replace(used.mine, programme=dataclasses.replace(PROGRAMME, tools=tools))

        assert used.page().uses == ()


class TestTrend:
    def test_puts_the_numbers_of_one_scale_in_one_line(self, course: Course) -> None:
        mood = Scale(id="mood", gp="trend", text=words("Hvordan er humøret?"), low="tungt", high="lett")
        modules = (
            Module(id=name, title=name, steps=(Step(id=f"{name}-step", title="Nå", parts=(mood,)),))
            for name in ("early", "late")
        )
        course.mine = dataclasses.replace(course.mine, programme=with_modules(PROGRAMME, modules))
        course.sends("early-step", mood=3)
        course.sends("late-step", mood=5)

        assert answered(course.page()) == (("Hvordan er humøret?", "3 → 5 of 10"),)
