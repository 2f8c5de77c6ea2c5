"""A language that is under way: what it lacks is the source's, and marked; what must be whole is whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from content.folders import DAY, SMALL, Folder
from content.nynorsk import add_nynorsk
from selfhelp.cli import main
from selfhelp.content.checking import check_all
from selfhelp.content.interface_file import name_of, read_interface, sentences
from selfhelp.content.library import Library
from selfhelp.content.model import Catalogue
from selfhelp.content.problems import ContentError
from selfhelp.content.reading import load_catalogue
from selfhelp.content.whole import WHOLE
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.words import Borrowed, Words

MARK = 'lang="nb" data-borrowed'


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The small folder with as little Nynorsk as can be."""
    folder = Folder.copied(SMALL, tmp_path)
    add_nynorsk(folder)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["content", *arguments])


def said(catalogue: Catalogue, step: str) -> Iterator[str]:
    """The HTML of everything on a step of the first module, in Nynorsk."""
    found = catalogue["nn"].modules["link"].step(step)
    assert found
    for part in found.parts:
        if isinstance(part, Words):
            yield part.html
        elif isinstance(part, Exercise):
            yield from (words.html for words in (part.text, *(o.words for o in part.options)) if words)


class TestWhatIsMissing:
    def test_is_borrowed_and_marked(self, folder: Folder) -> None:
        catalogue = load_catalogue(folder.path)
        words = list(said(catalogue, "people"))

        assert words
        assert [one for one in words if MARK not in one] == []
        assert list(catalogue["nn"].modules) == list(catalogue["nb"].modules)
        assert catalogue["nn"].modules["link"].title == catalogue["nb"].modules["link"].title

    def test_is_marked_in_plain_words_too(self, folder: Folder) -> None:
        module = load_catalogue(folder.path)["nn"].modules["link"]
        gp = module.gp

        assert isinstance(module.title, Borrowed)
        assert all(isinstance(ask.question, Borrowed) and isinstance(ask.link, Borrowed) for ask in gp.asks)
        assert Borrowed("Å & ø", "nb").__html__() == f"<span {MARK}>Å &amp; ø</span>"

    def test_is_borrowed_word_by_word(self, folder: Folder) -> None:
        folder.write("nn/modules/link/people.md", folder.read("en/modules/link/people.md"))
        whole = list(said(load_catalogue(folder.path), "people"))
        text = folder.read("nn/modules/link/people.md")
        left_out = text[text.index("- (") :].split("\n", 1)[0]
        folder.edit("nn/modules/link/people.md", left_out, "")
        words = list(said(load_catalogue(folder.path), "people"))

        assert [MARK in one for one in whole] == [False] * len(whole)
        assert sum(MARK in one for one in words) == 1

    def test_counts_as_missing_while_it_has_the_words_of_the_source(self, folder: Folder) -> None:
        run("translate", "nn", "modules/link/people.md", "--folder", str(folder.path))
        before = list(said(load_catalogue(folder.path), "people"))
        text = folder.read("nn/modules/link/people.md")
        folder.write("nn/modules/link/people.md", text.replace("✎ ", ""))
        run("confirm", "nn/modules/link/people.md", "--folder", str(folder.path))
        after = list(said(load_catalogue(folder.path), "people"))

        assert [one for one in before if MARK not in one] == []
        assert [one for one in after if MARK in one] == []
        assert [one for one in before if "✎" in one] == []

    def test_keeps_nothing_from_being_used(self, folder: Folder) -> None:
        found = [p for p in check_all(folder.path, today=DAY).problems if p.name == "untranslated"]

        assert found
        assert {problem.level for problem in found} == {"warning"}

    @pytest.mark.parametrize("key", WHOLE)
    def test_is_a_mistake_where_safety_or_consent_hangs_on_it(self, folder: Folder, key: str) -> None:
        folder.delete(f"nn/{key}")

        with pytest.raises(ContentError, match=f"nn/{key}"):
            load_catalogue(folder.path)

    def test_is_a_mistake_in_a_language_that_is_not_under_way(self, folder: Folder) -> None:
        folder.edit("nb/programme.md", "under-way: nn", "")

        with pytest.raises(ContentError, match=r"nn/modules/link/module\.md"):
            load_catalogue(folder.path)

    def test_may_be_a_questionnaire_as_a_whole_but_no_part_of_it(self, folder: Folder) -> None:
        mini = load_catalogue(folder.path)["nn"].instruments["mini"]

        assert all(isinstance(item.words, Borrowed) for item in mini.items)
        folder.write(
            "nn/instruments/mini.md", folder.read("en/instruments/mini.md").replace("- (2) Down\n", "")
        )
        with pytest.raises(ContentError, match=r"nn/instruments/mini\.md"):
            load_catalogue(folder.path)


class TestInterface:
    def test_has_every_sentence_of_the_application(self, folder: Folder) -> None:
        result = run("interface", "nn", str(folder.path))

        path = folder.path / "nn/interface.po"
        assert (result.exit_code, result.stderr) == (
            0,
            f"Written: {path}, {len(sentences())} new sentences.\n",
        )
        with path.open("rb") as file:
            assert {name_of(m) for m in read_po(file) if m.id} == {name_of(m) for m in sentences()}
        assert f"The application says {len(sentences())} sentences that have no" in folder.told()

    def test_keeps_what_was_written(self, folder: Folder) -> None:
        folder.write("nn/interface.po", 'msgid "Home"\nmsgstr "Heim"\n')
        run("interface", "nn", str(folder.path))

        assert 'msgid "Home"\nmsgstr "Heim"' in folder.read("nn/interface.po")
        assert f"The application says {len(sentences()) - 1} sentences that have no" in folder.told()

    def test_leaves_out_what_has_no_words_in_any_number(self, folder: Folder) -> None:
        run("interface", "nn", str(folder.path))
        with_words = (
            'msgid_plural "%(num)s modules"\nmsgstr[0] "',
            'msgid_plural "%(num)s modules"\nmsgstr[0] "ein',
        )
        folder.write("nn/interface.po", folder.read("nn/interface.po").replace(*with_words))
        interface, problems = read_interface(folder.path, "nn")

        assert problems == []
        assert interface is not None
        assert interface.said == set()

    def test_a_language_nobody_knows_gets_no_file(self, folder: Folder) -> None:
        result = run("interface", "xx", str(folder.path))

        assert result.exit_code == 2
        assert 'No language has the code "xx".' in result.output
        assert run("interface", "../nn", str(folder.path)).exit_code == 2

    def test_a_file_that_cannot_be_read_is_left_alone(self, folder: Folder) -> None:
        folder.write("nn/interface.po", "nothing like it\n")
        result = run("interface", "nn", str(folder.path))

        assert result.exit_code == 1
        assert "`selfhelp content check` shows where." in result.output
        assert folder.read("nn/interface.po") == "nothing like it\n"

    def test_is_read_again_where_an_author_is_at_work(self, folder: Folder) -> None:
        library = Library(folder.path, watch=True)
        before = library.catalogue
        folder.write("nn/interface.po", 'msgid "Home"\nmsgstr "Heim"\n')
        after = library.catalogue

        assert before.interfaces == {}
        assert after.interfaces["nn"].said == {"Home"}
        assert before.digest != after.digest
