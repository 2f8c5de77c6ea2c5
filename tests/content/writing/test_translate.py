"""What a translation lacks: the source's words in its place, which nobody can take for translated."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.folders import SMALL, Folder
from selfhelp.cli_writing import format_files, translate
from selfhelp.content.checking import check
from selfhelp.content.reading import read_everything
from selfhelp.content.status import confirm_files
from selfhelp.content.units import is_still_source, units_of
from selfhelp.exercises.words import Borrowed

TODAY = date(2026, 11, 28)
# Of a text that is there in part nobody can tell that something is missing, unless a rule of its own does.
IN_PART = ("ask-link", "help-number.missing")
CHAIN = "en/modules/link/own-chain.md"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(SMALL, tmp_path / "content")


def run(folder: Folder, *args: str) -> Result:
    return CliRunner().invoke(translate, [*args, "--folder", str(folder.path)])


def told(result: Result) -> Sequence[str]:
    assert (result.exit_code, result.stdout) == (1, "")
    return result.stderr.splitlines()


def rules(folder: Folder) -> set[str]:
    return {problem.rule for problem in check(folder.path, today=TODAY)}


class TestANewLanguage:
    def test_has_every_file_and_is_listed_as_under_way(self, folder: Folder) -> None:
        result = run(folder, "nn")

        names = {path.relative_to(SMALL / "nb").as_posix() for path in (SMALL / "nb").rglob("*.md")}
        assert set(result.stdout.splitlines()) == {
            "Written: nb/programme.md",
            *(f"Written: nn/{name}" for name in names if not name.startswith("instruments/")),
        }
        assert "languages: nb, en, nn\nunder-way: nn\n" in folder.read("nb/programme.md")

    def test_is_told_text_by_text_until_it_is_translated(self, folder: Folder) -> None:
        confirm_files(folder.path, None)
        run(folder, "nn")
        everything = read_everything(folder.path)

        problems = [one for one in check(folder.path, today=TODAY) if one.rule == "untranslated.same"]

        units = [
            unit
            for name, raw in everything.files["nn"].items()
            for unit in units_of(everything.source_files[name], raw)
        ]
        assert len({problem.place for problem in problems}) == len(units) > 80
        assert all(is_still_source(unit.source, unit.own) for unit in units)
        assert {one.place.path for one in problems if one.level == "error"} == {
            "nn/programme.md",
            *(f"nn/pages/{page}.md" for page in ("help-now", "heavy-thoughts", "heavy-now", "right-for-me")),
            *("nn/pages/privacy.md", "nn/pages/slip.md"),
        }

    def test_is_shown_as_borrowed_until_then(self, folder: Folder) -> None:
        run(folder, "nn")

        module = read_everything(folder.path).programmes["nn"].modules["link"]

        assert module.title == "Tanker og følelser"
        assert isinstance(module.title, Borrowed)
        step = module.step("goals")
        assert step
        assert all("data-borrowed" in exercise.text.html for exercise in step.exercises)

    def test_has_a_questionnaire_in_its_published_words_or_not_at_all(self, folder: Folder) -> None:
        run(folder, "nn", "instruments/mini.md")

        assert "- (1) ✎ " in folder.read("nn/instruments/mini.md")
        assert {
            one.level for one in check(folder.path, today=TODAY) if "/instruments/" in one.place.path
        } == {"error"}

    def test_holds_words_and_no_behaviour(self, folder: Folder) -> None:
        run(folder, "nn", "nb/modules/link/own-chain.md")

        text = folder.read("nn/modules/link/own-chain.md")
        assert text.startswith(
            "---\ntitle: ✎ Din egen kjede\n---\n\n✎ Nå er det din tur.\n\n::: tool my-chain\n\n✎ Hva skjedde?"
        )
        assert "- (main) ✎ Tre kjeder\n" in text
        assert re.findall("^(need|gp|when|required):", text, re.MULTILINE) == []
        assert not (folder.path / "nn/programme.md").exists()

    def test_is_in_canonical_form(self, folder: Folder) -> None:
        run(folder, "nn")

        result = CliRunner().invoke(format_files, ["--check", "--folder", str(folder.path), "nn"])
        assert (result.output, result.exit_code) == ("", 0)

    def test_has_nothing_to_add_the_second_time(self, folder: Folder) -> None:
        run(folder, "nn")

        assert run(folder, "nn").output == ""


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_taken_out_comes_back_in_the_sources_words(folder: Folder, data: st.DataObject) -> None:
    paths = sorted(path.relative_to(SMALL).as_posix() for path in (SMALL / "en").rglob("*.md"))
    path = data.draw(st.sampled_from([one for one in paths if "/instruments/" not in one]))
    kept = data.draw(st.sampled_from(list(_without_something((SMALL / path).read_text("utf-8")))))
    folder.write(path, kept)
    try:
        run(folder, "en")

        lines = iter(folder.read(path).split("\n"))
        still = (any(now.startswith(line) for now in lines) for line in kept.split("\n"))
        assert all(still), "what stood there has been touched"
        assert rules(folder) <= {"untranslated.same", *IN_PART}
    finally:
        folder.write(path, (SMALL / path).read_text("utf-8"))


def _without_something(text: str) -> list[str]:
    """The file without one of its settings, texts, options, answers to them, blocks or paragraphs."""
    blocks = re.compile(r"^::: \S.*?\n:::\n\n?", re.MULTILINE | re.DOTALL)
    options = re.compile(r"^- \(.*\n(?:  > .*\n)*", re.MULTILINE)
    others = re.compile(r"^(?:[a-z-]+: |  > |(?!:::|---|- \(|[a-z-]+: |  > )\S).*\n", re.MULTILINE)
    words = re.compile(r"(?<=^- \([a-z0-9-]{2}\)) .*|(?<=^title:) .*", re.MULTILINE)
    found = [match for pattern in (blocks, options, others, words) for match in pattern.finditer(text)]
    return [text, *(text[: match.start()] + text[match.end() :] for match in found)]


class TestWhatIsThere:
    def test_is_not_touched(self, folder: Folder) -> None:
        before = folder.read(CHAIN)
        folder.edit(CHAIN, "- (work) At work", "")
        without = folder.read(CHAIN)
        path = folder.path / CHAIN
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

        assert run(folder, "en").stdout == f"Written: {CHAIN}\n"

        assert path.read_bytes().replace(b"\r\n", b"\n").decode() == before.replace("At work", "✎ På jobb")
        assert path.read_bytes().count(b"\r\n") == without.count("\n") + 1

    def test_may_be_more_than_the_source_has(self, folder: Folder) -> None:
        folder.edit(CHAIN, "- (work) At work", "- (elsewhere) Elsewhere")

        run(folder, "en")

        assert "- (elsewhere) Elsewhere\n" in folder.read(CHAIN)
        assert "- (work) ✎ På jobb\n" in folder.read(CHAIN)


class TestRefusals:
    @pytest.mark.parametrize(
        ("args", "why"),
        [
            (("nb",), "nb is the source, and has its own words."),
            (("xx",), '"xx" is no language.'),
            (("../en",), '"../en" is no language.'),
            (("en", "en/modules/link/gaols.md"), 'The source has no file "en/modules/link/gaols.md".'),
        ],
    )
    def test_say_why(self, folder: Folder, args: tuple[str, ...], why: str) -> None:
        assert told(run(folder, *args))[0] == why

    def test_wait_for_what_is_to_be_mended_first(self, folder: Folder) -> None:
        folder.write(CHAIN, folder.read(CHAIN).rstrip().removesuffix(":::"))

        assert told(run(folder, "en", "--language", "nb"))[:2] == [
            f"{CHAIN} kan ikke leses til slutten, så ingenting er skrevet.",
            "Rett dette først:",
        ]
