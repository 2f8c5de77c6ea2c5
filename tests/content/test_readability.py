"""What counts as a sentence when a step's mean is taken, and which texts have none."""

from pathlib import Path

import pytest

from content.folders import SMALL, Folder

STEP = "modules/challenge/walk.md"
SIX = "Se på trærne rundt deg her."
TEN = "Ta på deg jakka di, og gå ut av døra."


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The small folder with a step about a walk in place of the traps."""
    folder = Folder.copied(SMALL, tmp_path)
    folder.edit("nb/modules/challenge/module.md", "steps: traps", "steps: walk")
    for locale in ("nb", "en"):
        folder.delete(f"{locale}/modules/challenge/traps.md")
        folder.write(f"{locale}/{STEP}", f"---\ntitle: {locale}\n---\n\nGo out.\n")
    return folder


def rules(folder: Folder, *paragraphs: str) -> list[str]:
    """What is told of a step made of these paragraphs."""
    folder.write(f"nb/{STEP}", "---\ntitle: En tur\n---\n\n" + "\n\n".join(paragraphs) + "\n")
    return folder.rules()


class TestMean:
    def test_of_joined_sentences_is_fine(self, folder: Folder) -> None:
        assert rules(folder, *[TEN] * 10) == []

    def test_is_warned_of_when_the_text_turns_choppy(self, folder: Folder) -> None:
        assert rules(folder, *[SIX] * 18) == ["sentence-mean"]

    def test_is_none_below_a_hundred_words(self, folder: Folder) -> None:
        assert rules(folder, *[SIX] * 16) == []

    def test_lets_what_ends_in_a_colon_lead_on(self, folder: Folder) -> None:
        assert rules(folder, *["Ida tenker slik når hun går: «Jeg kan ta det rolig.»"] * 10) == []

    def test_counts_no_lists(self, folder: Folder) -> None:
        listed = "\n".join([f"- {SIX}"] * 10)

        assert rules(folder, listed, *[TEN] * 5) == []

    def test_is_not_told_beside_a_sentence_that_is_too_long(self, folder: Folder) -> None:
        long = f"{TEN[:-1]}, {TEN.lower()[:-1]}, {SIX.lower()}"

        assert set(rules(folder, *[long] * 4)) == {"sentence-long"}

    def test_is_taken_only_in_languages_that_are_measured(self, folder: Folder) -> None:
        folder.edit("nb/programme.md", "languages: nb, en", "languages: nb, da")
        for path in (folder.path / "en").rglob("*.md"):
            name = path.relative_to(folder.path / "en").as_posix()
            folder.write(f"da/{name}", path.read_text(encoding="utf-8"))
        choppy = "\n\n".join([SIX] * 18)
        folder.write(f"da/{STEP}", f"---\ntitle: En tur\n---\n\n{choppy}\n")

        assert "sentence-mean" not in rules(folder, *[TEN] * 10)
