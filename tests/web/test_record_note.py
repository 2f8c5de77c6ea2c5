"""The record note: at most eight lines of seventy letters, whatever the patient wrote, and no assessment."""

import dataclasses
import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.care.follow_up import CardSeen, FollowUp
from selfhelp.demo import LogIns
from selfhelp.demo_patients import PATIENTS
from selfhelp.web.record_note import LINES, WIDTH, as_text, laid_out
from web.demo_pages import LONG, pages
from web.test_demo import demo

__all__ = ["demo"]

REST, REST_OF_CARD = "… (see the page)", "…” (see the page)"
HEAD = "S: Follows online self-help, module 5 (What to keep). Wants to talk about:"
DOCTORS = ("A: [the doctor writes]", f"P: {'x ' * 50}")
WORD = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=90)
WORDS = st.lists(WORD, min_size=1, max_size=60).map(" ".join).map(lambda text: text[:300].strip() or "x")
BELONGS: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "nb": (("S: Følger", "S: Har gjort"), "O: ", "V: [legen skriver]", "P: Øving: … Neste time: …"),
    "en": (
        ("S: Follows", "S: Has done"),
        "O: ",
        "A: [the doctor writes]",
        "P: Practice: … Next appointment: …",
    ),
}


def lay_out(words: str, facts: str) -> list[str]:
    return laid_out(f"{HEAD} “{words}”", facts, DOCTORS, rest_of_card=REST_OF_CARD, rest=REST)


class TestTheLines:
    @given(words=WORDS, facts=WORDS)
    def test_never_grow_past_what_fits_into_a_record(self, words: str, facts: str) -> None:
        lines = lay_out(words, f"O: {facts}")

        assert len(lines) <= LINES
        assert max(map(len, lines)) <= WIDTH

    @given(words=WORDS, facts=WORDS)
    def test_keep_the_doctors_own_lines_whole(self, words: str, facts: str) -> None:
        text = " ".join(lay_out(words, f"O: {facts}"))

        assert " ".join(" ".join(DOCTORS).split()) in text

    @given(words=WORDS)
    def test_hold_the_patients_words_whole_or_say_that_there_are_more(self, words: str) -> None:
        told = "".join(lay_out(words, "O: PHQ-9 16.")).replace(" ", "")
        letters = told.removeprefix(f"{HEAD} “".replace(" ", "")).partition("O:PHQ-916.")[0]

        if letters.endswith(REST_OF_CARD.replace(" ", "")):
            assert words.replace(" ", "").startswith(letters.removesuffix(REST_OF_CARD.replace(" ", "")))
        else:
            assert letters == words.replace(" ", "") + "”"

    def test_end_a_long_text_at_a_whole_word(self) -> None:
        text = " ".join(lay_out(LONG, "O: PHQ-9 16."))
        quoted = text.partition("“")[2].partition(" …” (see the page)")[0]

        assert len(quoted) > 100
        assert quoted.split() == LONG.split()[: len(quoted.split())]


def note(app: Flask, page: FollowUp, language: str) -> str:
    with app.test_request_context():
        return as_text(page, language)


@pytest.mark.parametrize("language", ["nb", "en"])
class TestEveryDemoPatientsNote:
    def test_fits_and_leaves_the_assessment_to_the_doctor(
        self, demo: tuple[Flask, LogIns], language: str, subtests: pytest.Subtests
    ) -> None:
        app, _ = demo
        found = pages(app, language)
        assert found.keys() == {patient.user_name for patient in PATIENTS}

        for name, page in found.items():
            card = CardSeen(LONG, "", (), (), "")
            for shown in (page, dataclasses.replace(page, card=card)):
                with subtests.test(name, card=shown is not page):
                    lines = note(app, shown, language).splitlines()
                    assert len(lines) <= LINES
                    assert max(map(len, lines)) <= WIDTH
                    starts = [line for line in lines if re.match("[SOVAP]: ", line)]
                    for begins, line in zip(BELONGS[language], starts, strict=True):
                        assert line.startswith(begins)

    def test_names_no_diagnosis_and_only_what_is_shared(
        self, demo: tuple[Flask, LogIns], language: str
    ) -> None:
        app, _ = demo
        page = pages(app, language)[PATIENTS[0].user_name]
        told = note(app, page, language)
        assert page.card is not None
        assert page.card.text in " ".join(told.split())
        assert "PHQ-9" in told

        kept_back = dataclasses.replace(page, card=None, scores=(), place=None, practice=None)
        told = note(app, kept_back, language)

        assert told.count("\n") == 5
        assert not re.search(r"[0-9]|depres|angst|anxi|P76|P03", told.replace("O: …", ""))
