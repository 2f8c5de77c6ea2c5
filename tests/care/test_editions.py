"""Editions: stored once, and the same on every machine."""

import dataclasses

from databases import NOW
from markupsafe import Markup
from people import shipped_catalogue
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from care.small_programme import PROGRAMME
from selfhelp.care.editions import keep_edition, keep_editions
from selfhelp.content.editions import edition_of
from selfhelp.content.model import Catalogue
from selfhelp.content.reading import load_catalogue
from selfhelp.exercises.text import Text
from selfhelp.exercises.words import Words
from selfhelp.records.course import Edition
from selfhelp.settings import shipped

# What an insert meets when another process has put the row there since this one looked.
STORED_MEANWHILE = "CREATE TRIGGER meanwhile BEFORE INSERT ON edition BEGIN SELECT RAISE(ABORT, 'there'); END"


def catalogue_with(*, digest: str, question: str = "Hva tenker du?", exercise: str = "thought") -> Catalogue:
    """The small programme, whose first question reads like this."""
    first = PROGRAMME.modules["first"]
    asked = Text(id=exercise, text=Words((Markup(question),), question))  # noqa: S704  # words of this file
    step = dataclasses.replace(first.steps[0], parts=(asked, *first.steps[0].parts[1:]))
    module = dataclasses.replace(first, steps=(step, *first.steps[1:]))
    programme = dataclasses.replace(PROGRAMME, modules={**PROGRAMME.modules, "first": module})
    return Catalogue({"nb": programme}, digest)


class TestKeepEditions:
    def test_stores_each_once(self, session: Session) -> None:
        catalogue = catalogue_with(digest="a")

        assert keep_editions(session, catalogue, NOW) == 2
        assert keep_editions(session, catalogue, NOW) == 0

    def test_stores_another_when_a_word_changes_and_keeps_the_first(self, session: Session) -> None:
        keep_editions(session, catalogue_with(digest="b"), NOW)
        assert keep_editions(session, catalogue_with(digest="c", question="Hva tenkte du?"), NOW) == 1

        texts = [
            str(edition.content)
            for edition in session.scalars(select(Edition).where(Edition.module == "first"))
        ]
        assert sorted("Hva tenkte du?" in text for text in texts) == [False, True]


class TestKeepEdition:
    def test_stores_what_a_running_server_has_taken_up(self, session: Session) -> None:
        keep_editions(session, catalogue_with(digest="g"), NOW)
        later = catalogue_with(digest="h", question="Hva tenkte du?")

        kept = [keep_edition(session, later, "first", NOW) for _ in range(2)]

        assert kept == [edition_of(later, "first").hash] * 2
        assert session.scalars(select(Edition.hash).where(Edition.hash == kept[0])).all() == kept[:1]

    def test_does_not_mind_another_process_that_stores_it_first(self, session: Session) -> None:
        session.execute(text(STORED_MEANWHILE))
        catalogue = catalogue_with(digest="i")

        assert keep_edition(session, catalogue, "first", NOW) == edition_of(catalogue, "first").hash
        assert keep_editions(session, catalogue, NOW) == 0


class TestEditionOf:
    def test_is_the_same_whenever_it_is_read(self) -> None:
        again = dataclasses.replace(load_catalogue(shipped("content")), digest="read again")

        assert edition_of(again, "link").hash == edition_of(shipped_catalogue(), "link").hash

    def test_keeps_the_structure_when_only_words_change(self) -> None:
        before = edition_of(catalogue_with(digest="d"), "first")
        reworded = edition_of(catalogue_with(digest="e", question="Hva tenkte du?"), "first")
        renamed = edition_of(catalogue_with(digest="f", exercise="first-thought"), "first")

        assert before.hash != reworded.hash
        assert before.structure_hash == reworded.structure_hash
        assert before.structure_hash != renamed.structure_hash

    def test_holds_the_question_as_it_was_asked_in_every_language(self) -> None:
        content = edition_of(shipped_catalogue(), "link").content

        for locale in ("nb", "en"):
            goal = shipped_catalogue()[locale].modules["link"].asking["goal-1"]
            assert goal.text.source in str(content[locale])
