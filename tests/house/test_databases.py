"""What runs on SQLite alone is a short list, and names tests that are there."""

from pathlib import Path

import pytest
from only_on_sqlite import ONLY_ON_SQLITE

TESTS = Path(__file__).parents[1]
LEFT_OUT = 13  # what is added here is tested on SQLite alone: see that there is no other way


def test_the_list_has_not_grown() -> None:
    assert len(ONLY_ON_SQLITE) == LEFT_OUT


@pytest.mark.parametrize("name", ONLY_ON_SQLITE)
def test_each_that_is_left_out_is_there(name: str) -> None:
    file, _, inside = name.partition("::")
    kind, _, test = inside.partition("::")
    written = (TESTS / file).read_text("utf-8")

    assert f"class {kind}:" in written
    assert f"def {test}(" in written if test else ONLY_ON_SQLITE[name]
