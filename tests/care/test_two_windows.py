"""Two windows on one step: nothing is overwritten in silence, and both texts stay until one is chosen."""

from databases import NOW
from sqlalchemy.orm import Session

from care.test_readings import items
from care.windows import EDITION, Window, place
from selfhelp.care import answers
from selfhelp.care.answers import Given
from selfhelp.care.mine import Mine
from selfhelp.care.notices import kept_notices
from selfhelp.care.readings import in_danger, readings_of
from selfhelp.care.step_saving import keep_saved
from selfhelp.care.windows import Page
from selfhelp.records.course import Enrolment

PHONE, DESK = "Skrevet på telefonen", "Skrevet på pc-en"


class TestTwoWindows:
    def test_disagree_and_the_first_text_stands_with_the_second_beside_it(
        self, session: Session, mine: Mine
    ) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": PHONE})

        assert desk.sends({"thought": DESK}) == {"thought": DESK}

        kept = desk.sees().kept
        assert kept.values == {"thought": PHONE}
        assert kept.others == {desk.key: {"thought": DESK}}

    def test_agree_when_both_wrote_the_same(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": PHONE})

        assert desk.sends({"thought": PHONE}) == {}
        assert desk.sees().kept.others == {}

    def test_see_both_texts_until_one_is_chosen(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": PHONE})
        desk.sends({"thought": DESK})

        assert Window(session, mine, "thoughts").sees().kept.others == {desk.key: {"thought": DESK}}

    def test_are_settled_by_sending_the_text_that_is_to_stay(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": PHONE})
        desk.sends({"thought": DESK})

        assert Window(session, mine, "thoughts").sends({"thought": DESK}, other=desk.key) == {}

        kept = desk.sees().kept
        assert (kept.values, kept.others) == ({"thought": DESK}, {})

    def test_are_settled_by_keeping_what_was_saved_first(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": PHONE})
        desk.sends({"thought": DESK})

        answers.forget_other(session, mine=mine, module="first", step="thoughts", window=desk.key)

        kept = desk.sees().kept
        assert (kept.values, kept.others) == ({"thought": PHONE}, {})

    def test_are_settled_by_sending_the_first_text_again(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": PHONE})
        desk.sends({"thought": DESK})

        Window(session, mine, "thoughts").sends({"thought": PHONE}, other=desk.key)

        kept = desk.sees().kept
        assert (kept.values, kept.others) == ({"thought": PHONE}, {})

    def test_are_not_settled_by_the_first_window_saving_on(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": PHONE})
        desk.sends({"thought": DESK})

        assert phone.sends({"thought": f"{PHONE}, og mer"}, whole=False) == {}

        kept = desk.sees().kept
        assert kept.values == {"thought": f"{PHONE}, og mer"}
        assert kept.others == {desk.key: {"thought": DESK}}

    def test_keep_both_while_the_page_that_shows_them_saves_in_the_background(
        self, session: Session, mine: Mine
    ) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": PHONE})
        desk.sends({"thought": DESK})
        both = Window(session, mine, "thoughts")

        assert both.sends({"thought": f"{DESK}, og mer"}, other=desk.key, whole=False) == {}

        kept = desk.sees().kept
        assert kept.values == {"thought": PHONE}
        assert kept.others == {desk.key: {"thought": f"{DESK}, og mer"}}

    def test_agree_when_the_text_is_changed_to_what_stands(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": PHONE})
        desk.sends({"thought": DESK})

        Window(session, mine, "thoughts").sends({"thought": PHONE}, other=desk.key, whole=False)

        assert desk.sees().kept.others == {}

    def test_are_kept_however_many_they_are(self, session: Session, mine: Mine) -> None:
        phone, desk, pad = (Window(session, mine, "thoughts") for _ in range(3))
        phone.sends({"thought": PHONE})
        desk.sends({"thought": DESK})
        pad.sends({"thought": "Skrevet på nettbrettet"})

        others = desk.sees().kept.others
        assert others == {desk.key: {"thought": DESK}, pad.key: {"thought": "Skrevet på nettbrettet"}}

        Window(session, mine, "thoughts").sends({"thought": "Endelig"}, other=pad.key)
        assert desk.sees().kept.others == {desk.key: {"thought": DESK}}

    def test_disagree_about_an_emptied_answer_too(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": PHONE})
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": "Endret på telefonen"})

        assert desk.sends({"thought": None}) == {"thought": None}
        assert desk.value("thought") == "Endret på telefonen"

    def test_keep_everything_the_second_wrote_not_only_what_clashes(
        self, session: Session, mine: Mine
    ) -> None:
        """An entry and an answer on one page have revisions of their own; only the entry is behind here."""
        Window(session, mine, "chain").sends({"own-chain": {"event": "Mandag"}})
        phone, desk = Window(session, mine, "chain"), Window(session, mine, "chain")
        phone.sends({"own-chain": {"event": PHONE}})

        desk.sends({"own-chain": {"event": DESK}, "beside": "Et notat fra pc-en"})

        assert desk.sees().kept.others[desk.key] == {
            "own-chain": {"event": DESK},
            "beside": "Et notat fra pc-en",
        }
        assert desk.value("own-chain") == {"event": PHONE}

    def test_never_tick_for_the_doctor_what_the_other_window_has_unticked(
        self, session: Session, mine: Mine
    ) -> None:
        Window(session, mine, "thoughts").sends({"thought": PHONE}, shown={"thought"})
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": PHONE})

        desk.sends({"thought": PHONE}, shown={"thought"})

        assert desk.sees().kept.shown == frozenset()

    def test_disagree_about_an_entry(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "chain"), Window(session, mine, "chain")
        phone.sends({"own-chain": {"event": PHONE}})

        assert desk.sends({"own-chain": {"event": DESK}}) == {"own-chain": {"event": DESK}}
        assert desk.value("own-chain") == {"event": PHONE}

        both = Window(session, mine, "chain")
        assert both.sends({"own-chain": {"event": DESK}}, other=desk.key) == {}
        assert desk.value("own-chain") == {"event": DESK}
        assert desk.sees().kept.others == {}

    def test_disagree_about_the_card(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "home"), Window(session, mine, "home")
        card = {"tool": None, "show": False, "date": "2026-12-01"}
        phone.sends({"card": {**card, "text": PHONE}})

        assert desk.sends({"card": {**card, "text": DESK}})
        assert desk.sees().card.values["text"] == PHONE

    def test_edit_two_entries_of_one_step_without_a_clash(self, session: Session, mine: Mine) -> None:
        first = {"a-chain": {"event": "Mandag"}, "a-thing": {"what": "Gå til brua"}}
        Window(session, mine, "two-tools").sends(first)

        second = {"a-chain": {"event": "Mandag morgen"}, "a-thing": {"what": "Gå til kaia"}}
        window = Window(session, mine, "two-tools")
        assert window.sends(second) == {}
        assert window.sends({**second, "a-thing": {"what": "Gå hjem"}}) == {}

        assert (window.value("a-chain"), window.value("a-thing")) == (
            {"event": "Mandag morgen"},
            {"what": "Gå hjem"},
        )


class TestTheSafetyItemInAWindowThatWaits:
    """A text that waits for a choice may be the true one: the doctor and the patient's home know of it."""

    def notices(self, session: Session, mine: Mine) -> list[tuple[str, int | None]]:
        sealed = session.get_one(Enrolment, mine.enrolment_id).notices
        found = kept_notices(mine.key, mine.enrolment_id, sealed, mine.programme)
        return [(notice.flag, notice.number) for notice in found]

    def write_both(self, session: Session, mine: Mine) -> Window:
        phone, desk = Window(session, mine, "how"), Window(session, mine, "how")
        phone.sends({"phq": {"items": items(10)}})
        desk.sends({"phq": {"items": items(10, item9=2)}}, whole=False)
        return desk

    def test_is_told_at_once(self, session: Session, mine: Mine) -> None:
        self.write_both(session, mine)

        assert self.notices(session, mine) == [("item9", 2)]
        assert in_danger(session, mine, NOW)

    def test_is_not_told_any_more_when_the_other_text_was_kept(self, session: Session, mine: Mine) -> None:
        desk = self.write_both(session, mine)
        module, step = place(mine, "how")

        keep_saved(session, mine=mine, module=module, step=step, window=desk.key, now=NOW)

        assert self.notices(session, mine) == []
        assert not in_danger(session, mine, NOW)

    def test_is_told_of_the_reading_itself_when_it_was_chosen(self, session: Session, mine: Mine) -> None:
        desk = self.write_both(session, mine)

        chosen = {"phq": {"items": items(10, item9=2)}}
        Window(session, mine, "how").sends(chosen, other=desk.key)

        assert self.notices(session, mine) == [("item9", 2)]
        assert [len(found) for found in readings_of(session, mine).values()] == [1, 0]


class TestKeepOther:
    def test_waits_on_a_step_that_holds_no_answers_yet(self, session: Session, mine: Mine) -> None:
        module, step = place(mine, "chain")
        given = Given({"own-chain": {"event": DESK}}, frozenset(), EDITION)

        page = Page("desk", 0)
        answers.keep_other(
            session, mine=mine, module=module.id, step=step.id, given=given, page=page, now=NOW
        )

        kept = Window(session, mine, "chain").sees().kept
        assert (kept.values, kept.others) == ({}, {"desk": {"own-chain": {"event": DESK}}})


class TestAgreement:
    """A window that is behind but wrote the same, or nothing, disagrees with nobody."""

    def test_about_the_card(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "home"), Window(session, mine, "home")
        card = {"text": PHONE, "tool": "chain", "show": True, "date": "2026-12-01"}
        phone.sends(
            {"card": card, "helped": {"useful": ["chain"], "hard": [], "own": None, "show_own": False}}
        )

        assert desk.sends({"card": card}) == {}

    def test_about_what_was_useful_on_a_card_with_words(self, session: Session, mine: Mine) -> None:
        phone, desk = Window(session, mine, "home"), Window(session, mine, "home")
        phone.sends({"card": {"text": PHONE, "tool": None, "show": True, "date": None}})

        assert desk.sends({"helped": None}) == {}
        assert desk.sees().card.values["text"] == PHONE
