"""Whatever an author does to a file, the check answers with sentences, never with a crash.

And nothing an author types is lost: either it is read, or something is told. `make fuzz` tries thousands.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.edits import EDITS, ONE_LINE, Edit, squeezed
from content.folders import DAY, SMALL, Folder
from selfhelp.content.checking import check_all
from selfhelp.content.reading import load_catalogue, read_everything

SETTING = re.compile(r"([a-z][a-z-]*):\s.*")


FOLDERS: dict[str, Callable[[Path], Folder]] = {
    "small": lambda path: Folder.copied(SMALL, path),
    "untranslated": Folder.of_one_language,
    "real": Folder.of_one_module,
}


EXAMPLES = settings().max_examples // 5
fuzzed = settings(max_examples=EXAMPLES)
# The real content is read three times for a line that is typed: that is for `make fuzz`.
TYPED_IN = list(FOLDERS) if EXAMPLES > 100 else ["small", "untranslated"]


@pytest.fixture(scope="module", params=["small", "real"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("fuzz") / "content"
    yield FOLDERS[request.param](path).path
    shutil.rmtree(path)


@contextmanager
def edited(path: Path, after: bytes) -> Iterator[None]:
    """Let a file hold something else for a while."""
    before = path.read_bytes()
    try:
        path.write_bytes(after)
        yield
    finally:
        path.write_bytes(before)


def tell_all(folder: Path) -> None:
    """Check the folder and read every sentence; without a mistake, it can be loaded."""
    found = check_all(folder, today=DAY)
    for problem in found.problems:
        assert "$" not in problem.told("en") + problem.told("nb"), "a sentence with a hole in it"
    if not found.mistakes:
        assert load_catalogue(folder).locales


@fuzzed
@given(data=st.data(), edits=st.lists(EDITS, min_size=1, max_size=4))
def test_no_edit_is_too_odd(folder: Path, data: st.DataObject, edits: list[Edit]) -> None:
    path = data.draw(st.sampled_from(sorted(folder.rglob("*.md"))))
    text = path.read_text(encoding="utf-8")
    for edit in edits:
        text = edit(text)
    with edited(path, text.encode()):
        tell_all(folder)


@fuzzed
@given(data=st.data(), noise=st.binary(max_size=200))
def test_nor_is_any_file(folder: Path, data: st.DataObject, noise: bytes) -> None:
    path = data.draw(st.sampled_from(sorted(folder.rglob("*.md"))))
    with edited(path, path.read_bytes()[: len(noise)] + noise.replace(b"$", b"")):
        tell_all(folder)


@settings(max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_nor_is_a_missing_file(folder: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(folder.rglob("*.md"))))
    with edited(path, b""):
        path.unlink()
        tell_all(folder)


def what_is_read(folder: Path) -> object | None:
    """Everything that is read of a folder; None where a mistake is told."""
    if check_all(folder, today=DAY).mistakes:
        return None
    everything = read_everything(folder)
    retired = {name: raw.front.get("retired") for name, raw in everything.source_files.items()}
    return everything.programmes, everything.unverified, retired


def says_what_holds_anyway(folder: Path, path: Path, one: str, other: str) -> bool:
    """Tell whether the line that only one of two texts has is a setting with the value it has without it.

    The word is known to the check then, so with nonsense for a value it would be told.
    """
    theirs, mine = one.split("\n"), other.split("\n")
    for with_it, without in ((theirs, mine), (mine, theirs)):
        extra = [at for at, line in enumerate(with_it) if without == [*with_it[:at], *with_it[at + 1 :]]]
        for at in extra:
            if match := SETTING.fullmatch(with_it[at]):
                nonsense = [*with_it[:at], f"{match[1]}: ?!", *with_it[at + 1 :]]
                with edited(path, "\n".join(nonsense).encode()):
                    return what_is_read(folder) is None
    return False


@pytest.mark.parametrize("folder", TYPED_IN, indirect=True)
@fuzzed
@given(data=st.data(), edit=ONE_LINE)
def test_what_is_typed_is_read_or_something_is_told(folder: Path, data: st.DataObject, edit: Edit) -> None:
    path = data.draw(st.sampled_from(sorted(folder.rglob("*.md"))))
    before = path.read_text(encoding="utf-8")
    after = edit(before)
    assume(squeezed(before) != squeezed(after))
    read = what_is_read(folder)

    with edited(path, after.encode()):
        now = what_is_read(folder)

    assert now != read or says_what_holds_anyway(folder, path, before, after), "lost in silence"
