"""Words the tone guide bars, and the same words where they are fine."""

from pathlib import Path

import pytest

from content.folders import SMALL, Folder

NB, EN = "nb/modules/link/goals.md", "en/modules/link/goals.md"
SENTENCE = {NB: "Tenk på en vanlig uke.", EN: "Think of an ordinary week."}


def rules(folder: Folder, file: str, text: str) -> list[str]:
    folder.edit(file, SENTENCE[file], text)
    return folder.rules()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(SMALL, tmp_path)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (NB, "Det er bare å begynne."),
        (NB, "Du MÅ ta en pause."),
        (NB, "Nå må du hvile."),
        (NB, "Hun ville begå selvmord."),
        (NB, "Han sa: «Jeg vil begå selvmord.»"),
        (NB, "Det er enkelt og greit."),
        (NB, "Tenk positivt."),
        (EN, "You just begin."),
        (EN, "Simply begin."),
        (EN, "You must rest."),
        (EN, "You failed again."),
        (EN, "The step is overdue."),
        (EN, "He said: “I will commit suicide.”"),
    ],
)
def test_bars(folder: Folder, file: str, text: str) -> None:
    assert rules(folder, file, text) == ["tone"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (NB, "Det er ikke bare deg."),
        (NB, "Bare én ting er nok."),
        (NB, "Han tenker: «Jeg må klare det. Jeg er bare lat.»"),
        (NB, "Du må gjerne ta en pause."),
        (NB, "Barene på Otta er stengt."),
        (EN, "It is not just you."),
        (EN, "She called just before noon."),
        (EN, "He thinks: “I failed. I must try.”"),
        (EN, "Ida failed an exam."),
        (EN, "Adjust the plan."),
        (EN, "It is a reason to talk, not a failure."),
    ],
)
def test_lets_pass(folder: Folder, file: str, text: str) -> None:
    assert rules(folder, file, text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Hei!", "exclamation"),
        ("«Kom!» sa hun.", "exclamation"),
        ("Se [les mer](/privacy).", "link-text"),
        ("Se [www.helsenorge.no](https://www.helsenorge.no).", "link-text"),
        ("Se [](/privacy).", "link-text"),
        ("Hei <br> du.", "html"),
        ("En <!-- skjult --> ting.", "html"),
    ],
)
def test_other_signs(folder: Folder, text: str, rule: str) -> None:
    assert rules(folder, NB, text) == [rule]


def test_a_barred_word_in_a_hint_is_found_too(folder: Folder) -> None:
    folder.edit(NB, "hint: For eksempel: gå tur to ganger", "hint: Du må skrive noe")

    assert folder.rules() == ["tone"]


def test_headings_may_go_one_level_deeper_at_a_time(folder: Folder) -> None:
    folder.edit(NB, SENTENCE[NB], "## Uka\n\nTenk.\n\n### Mandag\n\nTenk.\n\n## Helga\n\nTenk.")

    assert folder.rules() == []
