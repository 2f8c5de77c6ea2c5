"""The modules in brief: what a doctor reads in two minutes, and all of it as a booklet."""

from typing import Any

import pytest
from apps import Comes
from forms import words
from pages import Browser, said_in
from people import Gp, Patient, Surgery, shipped_catalogue

from selfhelp.content.checks.measures import words_in
from web.filling import has_done
from web.test_paper import downloaded, plain, structure

# Words. English writes in two what Norwegian joins; both are well below the 238 a minute of silent reading,
# https://doi.org/10.1016/j.jml.2019.104047
TWO_MINUTES = {"nb": 400, "en": 430}
LANGUAGES = pytest.mark.parametrize("language", ["nb", "en"])
REGULAR, MODULES = (
    tuple(found) for found in (shipped_catalogue().source.regular, shipped_catalogue().source.modules)
)


def in_language(surgery: Surgery, comes: Comes, language: str) -> Browser:
    return comes(surgery.gp(locale=language), language=language)


def read(browser: Browser) -> str:
    """The words of the brief itself, without the frame of the page."""
    article = browser.page.root.find(".//article")
    assert article is not None
    return " ".join(" ".join(article.itertext()).split())


class TestABrief:
    @LANGUAGES
    @pytest.mark.parametrize("module_id", REGULAR)
    def test_is_read_in_two_minutes(
        self, surgery: Surgery, comes: Comes, language: str, module_id: str
    ) -> None:
        browser = in_language(surgery, comes, language).opens(f"/gp/modules/{module_id}")
        told = words_in(read(browser))

        assert 150 < len(told) <= TWO_MINUTES[language], len(told)

    @LANGUAGES
    @pytest.mark.parametrize("module_id", REGULAR)
    def test_holds_what_the_authors_wrote(
        self, surgery: Surgery, comes: Comes, language: str, module_id: str
    ) -> None:
        programme = shipped_catalogue()[language]
        module = programme.modules[module_id]
        gp = module.gp
        assert gp.example is not None
        assert gp.next_step is not None
        tool = programme.tools[gp.example.tool]
        example = next(one for one in tool.examples if one.character == gp.example.character)

        told = read(in_language(surgery, comes, language).opens(f"/gp/modules/{module_id}"))

        for sentence in (
            module.title,
            *(step.title for step in module.steps),
            *(said for ask in gp.asks for said in (ask.question, ask.link)),
            *(gp.unopened, gp.next_step.keep, gp.next_step.sign),
            *(programme.characters[gp.example.character].name, *example.words.values()),
        ):
            assert sentence in told

    def test_of_a_look_back_has_its_week_and_no_new_tools(self, comes: Comes, gp: Gp) -> None:
        told = read(comes(gp).opens("/gp/modules/week-14"))

        assert told.startswith("Uke 14: ")
        assert "Skal vi se på planen din sammen nå?" in told
        assert "Nye verktøy:" not in told
        assert "Varseltegn:" not in told

    def test_names_the_tools_that_are_new_and_the_smaller_practice(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp)
        first, second = (read(browser.opens(f"/gp/modules/{one}")) for one in ("link", "activities"))

        assert "Kjeden, Den lille tingen" in first
        assert "Tre kjeder Mindre: Én kjede I tillegg: Den lille tingen, to ganger" in first
        assert "Nye verktøy: Aktiviteten, Trappa" in second

    def test_is_two_clicks_from_my_patients(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens("/gp/patients").follows("The modules")
        title = shipped_catalogue().source.modules["calm"].title
        link = next(one for one in browser.page.root.iter("a") if title in words(one))

        assert link.get("href") == "/gp/modules/calm"

    def test_is_where_a_patients_page_leads_for_their_module(
        self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient
    ) -> None:
        has_done(surgery, patient)
        browser = comes(gp).opens(f"/gp/patients/{patient.enrolment_id}").follows("The module in brief")

        assert browser.path == "/gp/modules/link"

    def test_is_nowhere_for_a_module_there_is_not(self, comes: Comes, gp: Gp) -> None:
        assert comes(gp).opens("/gp/modules/nothing").status == 404


class TestTheBooklet:
    @LANGUAGES
    def test_is_one_document_with_every_brief(self, surgery: Surgery, comes: Comes, language: str) -> None:
        browser = in_language(surgery, comes, language).opens("/gp/modules")
        shown = read(browser.follows("Open the booklet"))
        reader = downloaded(browser, "/gp/booklet.pdf")
        told, kinds = plain(reader), [kind for kind, _ in structure(reader)]

        assert len(reader.pages) == 1 + len(MODULES)
        root: Any = reader.root_object
        assert root["/Lang"] == language
        assert reader.metadata is not None
        assert reader.metadata.title == " – ".join(
            (said_in(language, "The modules in brief"), shipped_catalogue()[language].title)
        )
        assert kinds.count("/H1") == 1
        assert {"/H2", "/H3", "/L", "/Table", "/TH"} <= set(kinds)
        for module in shipped_catalogue()[language].regular.values():
            assert module.gp.next_step is not None
            for sentence in (module.title, module.gp.next_step.keep, module.gp.unopened):
                assert sentence in shown
                assert sentence in told
        assert "/evidence" in told
        assert "17–20" in told
