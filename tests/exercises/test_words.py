"""The author's words with holes for the patient's: never HTML from either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from selfhelp.content.grammar import RawFile, Span
from selfhelp.content.problems import Place
from selfhelp.content.prose import read_ref, recalls_in, render
from selfhelp.exercises.words import NO_WORDS, Message, Recall, Ref, Words, within


def rendered(text: str, *, inline: bool = False) -> Words:
    raw = RawFile("nb/x.md", text.split("\n"))
    words = render(raw, Span(text, Place("nb/x.md")), inline=inline)
    assert not raw.problems
    return words


class TestRender:
    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("Hei **du**.", "<p>Hei <strong>du</strong>.</p>\n"),
            ("<b>Hei</b>", "<p>&lt;b&gt;Hei&lt;/b&gt;</p>\n"),
            ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
            ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
            ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
        ],
    )
    def test_makes_html_of_markdown_alone(self, text: str, html: str) -> None:
        assert str(rendered(text).html) == html

    def test_leaves_out_the_paragraph_inside_a_line(self) -> None:
        assert rendered("Hei *du*", inline=True).html == "Hei <em>du</em>"

    @given(st.text())
    def test_escapes_what_the_patient_wrote(self, answer: str) -> None:
        words = rendered("Du skrev «{{goal-1|målet ditt}}».")

        filled = words.filled(lambda _ref: answer)

        assert filled == Markup("<p>Du skrev «") + escape(within(answer) or "målet ditt") + Markup("».</p>\n")

    @pytest.mark.parametrize(
        ("answer", "told"),
        [
            ("Jeg gikk. Det var best.", "Jeg gikk. Det var best"),
            ("Jeg vet ikke ...", "Jeg vet ikke ..."),
            ("Hvorfor?", "Hvorfor?"),
            (".", "."),
        ],
    )
    def test_lets_the_authors_sentence_end_itself(self, answer: str, told: str) -> None:
        filled = rendered("Du skrev «{{goal-1|målet ditt}}».", inline=True).filled(lambda _ref: answer)

        assert filled == f"Du skrev «{told}»."

    def test_keeps_a_number_on_one_line(self) -> None:
        assert rendered("Ring 116 117 nå", inline=True).html == "Ring 116\u00a0117\u00a0nå"

    def test_escapes_the_stand_in_words(self) -> None:
        assert "&lt;b&gt;" in rendered("{{x|<b>you</b>}}").html

    def test_keeps_the_patients_markdown_as_it_is_written(self) -> None:
        assert "**hei**" in rendered("«{{x|…}}»").filled(lambda _ref: "**hei**")

    @given(st.text(), st.text())
    def test_never_lets_an_author_write_html(self, before: str, after: str) -> None:
        raw = RawFile("nb/x.md", [""])

        html = render(raw, Span(f"{before}<script>{after}", Place("nb/x.md"))).html

        assert "<script" not in html

    def test_of_nothing_is_no_words(self) -> None:
        assert render(RawFile("x", [""]), None) is NO_WORDS
        assert not NO_WORDS
        assert NO_WORDS.html == ""

    def test_knows_its_recalls(self) -> None:
        words = rendered("{{ a | en }} og {{link/b.c|to}}")

        assert words.recalls == (Recall(Ref("a"), "en"), Recall(Ref("b", "c", "link"), "to"))


class TestRef:
    @pytest.mark.parametrize("name", ["goal-1", "link/goal-1", "chain.thought", "link/signs.count"])
    def test_reads_back_as_it_was_written(self, name: str) -> None:
        assert str(read_ref(name)) == name

    @pytest.mark.parametrize("name", ["", "Goal", "a b", "a.b.c", "a/b/c", "-a", "a_b", "a."])
    def test_is_nothing_else(self, name: str) -> None:
        assert read_ref(name) is None


def test_recalls_in_tells_where_they_stand() -> None:
    span = Span("En {{a|x}}\nog {{ b.c |y}} {{Nei|z}}", Place("nb/x.md", 10, 5))

    assert [(str(ref), place.line, place.column, place.width) for ref, place in recalls_in(span)] == [
        ("a", 10, 10, 1),
        ("b.c", 11, 7, 3),
    ]


def test_a_message_keeps_its_numbers() -> None:
    message = Message("Keep it under %(longest)d letters.", longest=300)

    assert message == "Keep it under %(longest)d letters."
    assert message.params == {"longest": 300}
