"""Refusing passphrases that are easily guessed. The reasons are codes; `web` turns them into sentences."""

import unicodedata
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from selfhelp.records.people import folded

SHORTEST = 12  # letters
LONGEST = 200
BESIDE_THE_USER_NAME = 8  # letters that must be left when the user name is taken out
MOSTLY = 0.75  # this share of neighbours from a row makes it a row

LISTS = Path(__file__).parent / "words"
# Made only of these words, with digits and signs around or between them, a passphrase is refused.
COMMON_WORDS = frozenset((LISTS / "common-words.txt").read_text("utf-8").split())
COMMON_PHRASES = frozenset((LISTS / "common-phrases.txt").read_text("utf-8").split())
LONGEST_WORD = max(map(len, COMMON_WORDS))
DISGUISES = str.maketrans("@$!013457", "asioieast")

# Neighbours here make a passphrase that follows a row, read either way.
ROWS = (
    "abcdefghijklmnopqrstuvwxyzæøå",
    "01234567890",
    "qwertyuiopåasdfghjkløæzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
NEIGHBOURS = frozenset(pair for row in ROWS for way in (row, row[::-1]) for pair in pairwise(way))


class Weakness(StrEnum):
    """Why a passphrase is refused."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    REPEATED = "repeated"  # the same letters over and over
    IN_A_ROW = "in-a-row"  # follows the alphabet, the digits or the keyboard
    ONLY_DIGITS = "only-digits"  # a telephone number, a date, a national identity number
    LIKE_USER_NAME = "like-user-name"
    COMMON = "common"


def weakness(passphrase: str, *, user_name: str) -> Weakness | None:
    """Return why a passphrase is too easy to guess, or None when it will do."""
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(text) > LONGEST:
        return Weakness.TOO_LONG
    text = text.casefold()
    plain, name = _letters_and_digits(text), _letters_and_digits(folded(user_name))
    checks = {
        Weakness.REPEATED: _is_repeated(plain),
        Weakness.IN_A_ROW: _is_in_a_row(plain),
        Weakness.ONLY_DIGITS: plain.isdigit(),
        Weakness.LIKE_USER_NAME: bool(name) and name in plain and _left(plain, name) < BESIDE_THE_USER_NAME,
        Weakness.COMMON: _is_common(text),
    }
    return next((reason for reason, found in checks.items() if found), None)


def _is_repeated(plain: str) -> bool:
    periods = range(1, len(plain) // 2 + 1)
    return not plain or any(plain[period:] == plain[:-period] for period in periods)


def _is_in_a_row(plain: str) -> bool:
    neighbours = sum(pair in NEIGHBOURS for pair in pairwise(plain))
    return neighbours >= MOSTLY * (len(plain) - 1)


def _left(plain: str, name: str) -> int:
    return len(plain.replace(name, ""))


def _is_common(text: str) -> bool:
    """Look behind digits at the ends, signs in between, and letters written as digits."""
    core = text.strip("0123456789 .,-_!?*#+")
    as_written = "".join(filter(str.isalpha, core))
    undisguised = "".join(filter(str.isalpha, core.translate(DISGUISES)))
    return any(_is_made_of_words(found) or found in COMMON_PHRASES for found in (as_written, undisguised))


def _is_made_of_words(plain: str) -> bool:
    # Not a regular expression: words that overlap (pass, word, password) would make it try for ever.
    ends = {0}
    for end in range(1, len(plain) + 1):
        starts = range(max(0, end - LONGEST_WORD), end)
        if any(start in ends and plain[start:end] in COMMON_WORDS for start in starts):
            ends.add(end)
    return bool(plain) and len(plain) in ends


def _letters_and_digits(text: str) -> str:
    return "".join(filter(str.isalnum, text)) or text  # all signs, perhaps pictures: take them as they are
