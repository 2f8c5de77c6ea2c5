"""How an author's setting is read: each function returns the value or raises ValueError with a sentence."""

import re

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def yes_no(value: str) -> bool:
    """Read `yes` or `no`."""
    if value not in {"yes", "no"}:
        raise ValueError("Write yes or no.")
    return value == "yes"


def number(value: str) -> int:
    """Read a whole number."""
    if not re.fullmatch(r"\d{1,6}", value):
        raise ValueError("Write a whole number, for example 300.")
    return int(value)


def from_one(value: str) -> int:
    """Read a whole number that is not 0."""
    if not re.fullmatch(r"0*[1-9]\d{0,5}", value):
        raise ValueError("Write a whole number, 1 or more, for example 5.")
    return int(value)


def one_to_seven(value: str) -> int:
    """Read a number from 1 to 7."""
    if not re.fullmatch(r"[1-7]", value):
        raise ValueError("Write a number from 1 to 7.")
    return int(value)


def weeks(value: str) -> int:
    """Read a number of weeks, a year at most."""
    if not re.fullmatch(r"[1-9]|[1-4][0-9]|5[0-2]", value):
        raise ValueError("Write a number of weeks from 1 to 52.")
    return int(value)


def two_ids(value: str) -> tuple[str, str]:
    """Read a choice and its option: `exercise breath`."""
    found = re.fullmatch(rf"({ID.pattern}) +({ID.pattern})", value)
    if found is None:
        raise ValueError("Write a choice of the tool's and one of its options, for example: exercise breath")
    return found[1], found[2]


def zero_or_one(value: str) -> int:
    """Read `0` or `1`."""
    if value not in {"0", "1"}:
        raise ValueError("Write 1 where the step asks for an entry, 0 where it is optional.")
    return int(value)


def number_range(value: str) -> tuple[int, int]:
    """Read a range such as `0-10`, the lower number first."""
    match = re.fullmatch(r"(\d{1,6})-(\d{1,6})", value)
    if match is None or int(match[1]) >= int(match[2]):
        raise ValueError("Write the lowest and the highest number, for example 0-10.")
    return int(match[1]), int(match[2])


def seconds_in_and_out(value: str) -> tuple[int, int]:
    """Read how many seconds to breathe in and out, such as `4-6`."""
    match = re.fullmatch(r"(\d{1,2})-(\d{1,2})", value)
    if match is None or not (int(match[1]) and int(match[2])):
        raise ValueError("Write the seconds in and the seconds out, for example 4-6.")
    return int(match[1]), int(match[2])


def an_id(value: str) -> str:
    """Read one id."""
    if not ID.fullmatch(value):
        raise ValueError("Write one id: small letters, digits and hyphens.")
    return value


def ids(value: str) -> tuple[str, ...]:
    """Read ids with commas between."""
    return tuple(an_id(one.strip()) for one in value.split(",") if one.strip())


def media(value: str) -> str:
    """Read a file's name in the folder `media`."""
    if not re.fullmatch(r"[a-z0-9-]+\.(svg|png|jpg|webp)", value):
        raise ValueError("Write the name of a picture in the folder media, for example chain.svg.")
    return value


def recording(value: str) -> str:
    """Read the name of a recording in the folder `media`; "" for none."""
    if value == "none":
        return ""
    if not re.fullmatch(r"[a-z0-9-]+\.(mp3|m4a|ogg|opus|wav)", value):
        raise ValueError("Write the name of a recording in media, for example breath.mp3, or none.")
    return value


def truth(value: str) -> bool:
    """Read `true` or `false`: whether a clinician has compared the wording."""
    if value not in {"true", "false"}:
        raise ValueError("Write true or false.")
    return value == "true"
