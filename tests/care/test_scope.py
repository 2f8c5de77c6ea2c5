"""What names stand for: own answers, another module's, entries; what is hidden counts as missing."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

from databases import NOW
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from sqlalchemy.orm import Session

from care.small_programme import FIRST, PROGRAMME, SECOND, when, words
from care.windows import Window
from selfhelp.care import entries, removed
from selfhelp.care.mine import Mine
from selfhelp.care.scope import Newest, Scope
from selfhelp.care.windows import Page
from selfhelp.content.model import Module, Programme, Step
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.note import Note
from selfhelp.exercises.recall import RecallBlock
from selfhelp.exercises.text import Text
from selfhelp.exercises.words import Recall, Ref, Words


def programme_with(*parts: Words | Exercise, module: Module = FIRST) -> Programme:
    """The small programme, with one more step at the end of a module."""
    step = Step(id="last", title="Sist", parts=parts)
    longer = dataclasses.replace(module, steps=(*module.steps, step))
    return dataclasses.replace(PROGRAMME, modules={**PROGRAMME.modules, module.id: longer})


def recall(name: str, part: str = "", module: str = "", otherwise: str = "…") -> Words:
    return Words((Markup("Du skrev: "), Recall(Ref(name, part, module), otherwise)))


def shown(session: Session, mine: Mine, *parts: Words | Exercise, module: Module = FIRST) -> list[str]:
    """What stands on a step made of these parts, in order; hidden blocks are left out."""
    here = dataclasses.replace(mine, programme=programme_with(*parts, module=module))
    now = Window(session, here, "last").sees()
    visible = (part for part in now.step.parts if isinstance(part, Words) or now.scope.shows(part))
    return [str(part.filled(now.scope.in_words) if isinstance(part, Words) else part.id) for part in visible]


class TestRecall:
    def test_brings_back_own_words_or_says_something_else(self, session: Session, mine: Mine) -> None:
        assert shown(session, mine, recall("thought")) == ["Du skrev: …"]

        Window(session, mine, "thoughts").sends({"thought": "Alle så på meg", "mood": 0})

        assert shown(session, mine, recall("thought"), recall("mood")) == [
            "Du skrev: Alle så på meg",
            "Du skrev: 0",
        ]

    def test_escapes_own_words(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": "<b>Alle</b>"})

        assert shown(session, mine, recall("thought")) == ["Du skrev: &lt;b&gt;Alle&lt;/b&gt;"]

    def test_brings_back_words_of_the_entry_made_in_a_step(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "chain").sends({"own-chain": {"event": "Mandag", "thought": "De ler"}})

        assert shown(session, mine, recall("own-chain", "thought")) == ["Du skrev: De ler"]

    def test_brings_back_the_newest_entry_of_a_tool_and_how_many_there_are(
        self, session: Session, mine: Mine
    ) -> None:
        for hours, event in ((48, "Onsdag"), (0, "Mandag"), (24, "Tirsdag")):
            entries.save_entry(
                session,
                mine=mine,
                tool=mine.programme.tools["chain"],
                wanted=uuid4(),
                values={"event": event},
                page=Page(event, 0),
                now=NOW + timedelta(hours=hours),
            )

        here = shown(
            session, mine, recall("chain", "event"), recall("chain", "count"), recall("small-thing", "count")
        )
        assert here == ["Du skrev: Onsdag", "Du skrev: 3", "Du skrev: 0"]

    def test_brings_back_words_of_another_module(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": "Alle så på meg"})

        here = shown(session, mine, recall("thought", module="first"), recall("thought"), module=SECOND)
        assert here == ["Du skrev: Alle så på meg", "Du skrev: …"]

    def test_brings_back_words_inside_questions_and_answers_to_them(
        self, session: Session, mine: Mine
    ) -> None:
        Window(session, mine, "chain").sends({"own-chain": {"event": "Mandag", "thought": "De ler"}})
        question = Text(id="question", text=recall("own-chain", "event"))
        quoted = RecallBlock(id="quoted", ref=Ref("own-chain", "thought"), text=words("…"))

        here = dataclasses.replace(mine, programme=programme_with(question, quoted))
        scope = Window(session, here, "last").sees().scope
        assert question.text.filled(scope.in_words) == "Du skrev: Mandag"
        assert scope.in_words(quoted.ref) == "De ler"

    def test_knows_the_character_by_name(self, session: Session, mine: Mine) -> None:
        with_ida = dataclasses.replace(mine, character="ida")

        assert shown(session, with_ida, recall("character")) == ["Du skrev: Ida"]
        assert shown(session, mine, recall("character")) == ["Du skrev: …"]


class TestHiddenBlocks:
    def note(self, name: str, operator: str, value: str = "", part: str = "") -> Note:
        return Note(id=f"{name}-{operator}", when=when(name, operator, value, part))

    def test_keep_their_answers_aside_and_give_them_back(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"thought": "Alle så på meg", "more": "Og de lo"})
        window.sends({"thought": None})

        assert window.sees().kept.values == {"more": "Og de lo"}
        assert shown(session, mine, recall("more"), self.note("more", "answered")) == ["Du skrev: …"]

        window.sends({"thought": "Alle så på meg"})
        assert shown(session, mine, recall("more"))[0] == "Du skrev: Og de lo"

    def test_hide_what_depends_on_them(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"thought": "Alle", "more": "Og de lo"})
        visible = {block for block, _ in window.sees().visible()}
        assert "more-said" in visible

        window.sends({"thought": None})

        assert "more-said" not in {block for block, _ in window.sees().visible()}

    def test_follow_the_character(self, session: Session, mine: Mine) -> None:
        says = Note(id="ida-says", when=when("character", "is", "ida"))

        assert shown(session, mine, says) == []
        assert shown(session, dataclasses.replace(mine, character="ida"), says) == ["ida-says"]

    def test_follow_a_tools_number_of_entries(self, session: Session, mine: Mine) -> None:
        some = self.note("chain", ">=", "1", "count")
        assert shown(session, mine, some) == []

        Window(session, mine, "chain").sends({"own-chain": {"event": "Mandag"}})

        assert shown(session, mine, some) == ["chain->="]

    def test_follow_a_questionnaire_only_when_it_is_complete(self, session: Session, mine: Mine) -> None:
        heavy = self.note("phq", ">=", "20", "sum")
        window = Window(session, mine, "how")
        most = {str(number): 3 for number in range(1, 9)}

        window.sends({"phq": {"items": most}})
        assert shown(session, mine, heavy) == []

        window.sends({"phq": {"items": {**most, "9": 0}}})
        assert shown(session, mine, heavy) == ["phq->="]


class TestScope:
    @given(
        name=st.sampled_from(["thought", "chain", "own-chain", "phq", "character", "no-such", "follow"]),
        part=st.sampled_from(["", "count", "thought", "sum", "no-such"]),
        module=st.sampled_from(["", "first", "second", "no-such"]),
    )
    def test_finds_nothing_rather_than_failing(self, name: str, part: str, module: str) -> None:
        newest = {"chain": Newest({"event": "Mandag"}, NOW, 2)}
        answers = {"first": {"thought": "Alle", "own-chain": {"event": "Mandag"}, "phq": {"items": {"1": 1}}}}
        scope = Scope(PROGRAMME, FIRST, "ida", answers, newest)

        scope.lookup(Ref(name, part, module))
        assert isinstance(scope.in_words(Ref(name, part, module)), str)

    def test_reads_an_own_exercise_before_a_tool_of_the_same_name(self) -> None:
        named = ToolBlock(id="chain", tool_id="chain", of=PROGRAMME.tools["chain"])
        step = Step(id="only", title="", parts=(named,))
        module = Module(id="only", title="", steps=(step,), sittings=(("only",),))
        programme = dataclasses.replace(PROGRAMME, modules={"only": module})
        scope = Scope(
            programme,
            module,
            answers={"only": {"chain": {"event": "Her"}}},
            newest={"chain": Newest({"event": "Der"}, NOW, 1)},
        )

        assert scope.in_words(Ref("chain", "event")) == "Her"


class TestNumbersOfAllEntries:
    """The small programme's activity asks for the pleasure it gave."""

    def test_are_recalled_and_compared_in_a_step_as_the_language_writes_them(
        self, session: Session, mine: Mine
    ) -> None:
        parts = (
            recall("activity", "pleasure-mean"),
            Note(id="much", when=when("activity", ">=", "4", part="pleasure-mean")),
            Note(id="little", when=when("activity", "<", "4", part="pleasure-mean")),
        )
        assert shown(session, mine, *parts) == ["Du skrev: …"]

        for number, pleasure in enumerate((3, 6, None)):
            values = {"what": "Gå"} | ({} if pleasure is None else {"done": "yes", "pleasure": pleasure})
            entries.save_entry(
                session,
                mine=mine,
                tool=mine.programme.tools["activity"],
                wanted=uuid4(),
                values=values,
                page=Page("a page", 0),
                now=NOW + timedelta(hours=number),
            )

        assert shown(session, mine, *parts) == ["Du skrev: 4,5", "much"]

    def test_leave_out_what_was_removed(self, session: Session, mine: Mine) -> None:
        goes = uuid4()
        for wanted, pleasure in ((uuid4(), 3), (goes, 9)):
            values = {"done": "yes", "pleasure": pleasure}
            entries.save_entry(
                session,
                mine=mine,
                tool=mine.programme.tools["activity"],
                wanted=wanted,
                values=values,
                page=Page("a page", 0),
                now=NOW,
            )

        removed.remove(session, mine=mine, wanted=goes, now=NOW)

        assert shown(session, mine, recall("activity", "pleasure-mean")) == ["Du skrev: 3"]
