"""How an author's setting is read, and the sentence for one that cannot be."""

from collections.abc import Callable
from typing import Any

import pytest

from selfhelp.exercises.settings_read import (
    an_id,
    from_one,
    ids,
    media,
    number,
    number_range,
    one_to_seven,
    seconds_in_and_out,
    truth,
    yes_no,
    zero_or_one,
)


@pytest.mark.parametrize(
    ("read", "value", "meant"),
    [
        (yes_no, "yes", True),
        (yes_no, "no", False),
        (truth, "true", True),
        (truth, "false", False),
        (number, "300", 300),
        (from_one, "1", 1),
        (from_one, "300", 300),
        (one_to_seven, "7", 7),
        (zero_or_one, "0", 0),
        (zero_or_one, "1", 1),
        (number_range, "0-10", (0, 10)),
        (seconds_in_and_out, "4-6", (4, 6)),
        (an_id, "goal-1", "goal-1"),
        (ids, "goal-1", ("goal-1",)),
        (ids, "goal-1, first-goal", ("goal-1", "first-goal")),
        (media, "chain.svg", "chain.svg"),
    ],
)
def test_reads(read: Callable[[str], Any], value: str, meant: object) -> None:
    assert read(value) == meant


@pytest.mark.parametrize(
    ("read", "value", "said"),
    [
        (yes_no, "ja", "Write yes or no."),
        (truth, "yes", "Write true or false."),
        (number, "tre", "Write a whole number, for example 300."),
        (number, "1234567", "Write a whole number, for example 300."),
        (from_one, "0", "Write a whole number, 1 or more, for example 5."),
        (from_one, "fem", "Write a whole number, 1 or more, for example 5."),
        (one_to_seven, "0", "Write a number from 1 to 7."),
        (one_to_seven, "8", "Write a number from 1 to 7."),
        (zero_or_one, "2", "Write 1 where the step asks for an entry, 0 where it is optional."),
        (number_range, "10", "Write the lowest and the highest number, for example 0-10."),
        (number_range, "5-5", "Write the lowest and the highest number, for example 0-10."),
        (seconds_in_and_out, "4", "Write the seconds in and the seconds out, for example 4-6."),
        (seconds_in_and_out, "0-6", "Write the seconds in and the seconds out, for example 4-6."),
        (an_id, "Goal_1", "Write one id: small letters, digits and hyphens."),
        (ids, "goal-1, Goal", "Write one id: small letters, digits and hyphens."),
        (media, "../x.svg", "Write the name of a picture in the folder media, for example chain.svg."),
    ],
)
def test_tells_what_to_write(read: Callable[[str], Any], value: str, said: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        read(value)

    assert str(refused.value) == said
