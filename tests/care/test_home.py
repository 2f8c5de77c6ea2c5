"""Home and the way through: one clear next thing, found again on any device."""

from datetime import timedelta

import pytest
from databases import NOW
from sqlalchemy.orm import Session

from care.small_programme import FIRST, PROGRAMME
from care.test_readings import items
from care.windows import Window, place
from selfhelp.care import progress
from selfhelp.care.home import Home, home
from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn
from selfhelp.records.course import Progress


def on_step(session: Session, mine: Mine, step: str, *, done: bool = True, days: int = 0) -> Progress:
    """Be on a step and, when it is done, go on to the one after."""
    module, this = place(mine, step)
    after = module.step_after(step) if done else None
    return progress.step_on(
        session, mine=mine, module=module, step=step, done=done,
        go_on=GoOn(after.id if after else this.id), now=NOW + timedelta(days=days),
    )  # fmt: skip


def at(session: Session, mine: Mine) -> str | None:
    """The step where the patient goes on."""
    position = progress.next_position(PROGRAMME, progress.progress_of(session, mine))
    return position.step.id if position else None


class TestNextPosition:
    def test_is_the_first_step_at_the_start(self, session: Session, mine: Mine) -> None:
        position = progress.next_position(PROGRAMME, {})

        assert position is not None
        assert (position.module.id, position.step.id, position.started) == ("first", "thoughts", False)

    def test_is_the_exact_step_also_when_it_was_only_begun(self, session: Session, mine: Mine) -> None:
        on_step(session, mine, "thoughts")
        assert at(session, mine) == "person"

        on_step(session, mine, "how", done=False)
        assert at(session, mine) == "how"

    def test_is_the_next_modules_first_step_when_all_steps_are_done(
        self, session: Session, mine: Mine
    ) -> None:
        for step in FIRST.steps:
            row = on_step(session, mine, step.id)

        assert row.finished_at == NOW
        assert at(session, mine) == "again"

    def test_stays_in_the_module_while_a_step_was_left_out(self, session: Session, mine: Mine) -> None:
        for step in FIRST.steps[1:]:
            on_step(session, mine, step.id)

        assert at(session, mine) == "thoughts"

    def test_stays_ahead_when_the_patient_goes_back_to_change_something(
        self, session: Session, mine: Mine
    ) -> None:
        for step in ("thoughts", "person", "thoughts"):
            on_step(session, mine, step)

        assert at(session, mine) == "how"

    def test_is_in_the_module_last_worked_in_whatever_the_order(self, session: Session, mine: Mine) -> None:
        on_step(session, mine, "thoughts")
        on_step(session, mine, "again", done=False, days=1)
        assert at(session, mine) == "again"

        on_step(session, mine, "person", days=2)
        assert at(session, mine) == "how"

    def test_is_nothing_when_everything_is_done(self, session: Session, mine: Mine) -> None:
        for module in PROGRAMME.modules.values():
            for step in module.steps:
                on_step(session, mine, step.id)

        assert at(session, mine) is None

    def test_is_the_first_step_left_when_the_author_took_the_last_one_away(
        self, session: Session, mine: Mine
    ) -> None:
        row = on_step(session, mine, "thoughts")
        row.last_step = "a-step-that-was"

        assert at(session, mine) == "person"


class TestStepOn:
    def test_counts_a_step_once(self, session: Session, mine: Mine) -> None:
        for _ in range(3):
            row = on_step(session, mine, "thoughts")

        assert row.done == ["thoughts"]

    def test_keeps_when_it_was_opened_first_and_last(self, session: Session, mine: Mine) -> None:
        on_step(session, mine, "thoughts")
        row = on_step(session, mine, "person", days=3)

        assert (row.opened_at, row.last_opened_at) == (NOW, NOW + timedelta(days=3))


class TestHome:
    def see(self, session: Session, mine: Mine, *, days: int = 0) -> Home:
        return home(session, mine, NOW + timedelta(days=days))

    def test_is_calm_at_the_start(self, session: Session, mine: Mine) -> None:
        seen = self.see(session, mine)

        assert (seen.practice, seen.danger, seen.long_away, seen.card.has_words) == (
            None,
            False,
            False,
            False,
        )

    def test_shows_practice_and_card(self, session: Session, mine: Mine) -> None:
        card = {"text": "Gruppearbeidet", "tool": None, "show": False, "date": None}
        Window(session, mine, "home").sends({"practice": {"choice": "main"}, "card": card})
        on_step(session, mine, "home")

        seen = self.see(session, mine)
        assert seen.practice is not None
        assert (seen.practice.lines[0].wanted, seen.card.values["text"]) == (3, "Gruppearbeidet")

    @pytest.mark.parametrize(("days", "shown"), [(0, True), (13, True), (15, False)])
    def test_shows_the_help_words_for_two_weeks_after_item_nine(
        self,
        session: Session,
        mine: Mine,
        days: int,
        shown: bool,  # noqa: FBT001  # a column of the table
    ) -> None:
        Window(session, mine, "how").sends({"phq": {"items": {"9": 1}}})
        on_step(session, mine, "how", done=False)

        assert self.see(session, mine, days=days).danger is shown

    def test_does_not_show_them_after_a_zero(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "how").sends({"phq": {"items": items(10)}})
        on_step(session, mine, "how")

        assert not self.see(session, mine).danger

    def test_greets_someone_long_away(self, session: Session, mine: Mine) -> None:
        on_step(session, mine, "thoughts")

        assert not self.see(session, mine, days=14).long_away
        assert self.see(session, mine, days=15).long_away

    def test_greets_also_after_logging_in_until_something_is_done(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "home").sends({"practice": {"choice": "main"}})
        on_step(session, mine, "home")
        progress.opened(session, mine.enrolment_id, NOW + timedelta(days=30))

        seen = self.see(session, mine, days=30)
        assert seen.long_away
        assert seen.practice is not None

        on_step(session, mine, "thoughts", days=31)
        assert not self.see(session, mine, days=31).long_away

    def test_does_not_greet_who_was_here_last_week(self, session: Session, mine: Mine) -> None:
        on_step(session, mine, "thoughts")
        progress.opened(session, mine.enrolment_id, NOW + timedelta(days=7))

        assert not self.see(session, mine, days=7).long_away
