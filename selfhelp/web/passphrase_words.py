"""Why a passphrase is too weak, in sentences."""

from collections.abc import Mapping
from types import MappingProxyType

from selfhelp.care.passphrases import Weakness
from selfhelp.exercises.words import Message

WHY: Mapping[Weakness, Message] = MappingProxyType(
    {
        Weakness.TOO_SHORT: Message("Make it longer: at least 12 characters. Three or four words work well."),
        Weakness.TOO_LONG: Message("Make it shorter: 200 characters at most."),
        Weakness.REPEATED: Message(
            "The same characters come over and over. Choose three or four different words."
        ),
        Weakness.IN_A_ROW: Message(
            "These letters follow one another on the keyboard. Choose three or four words."
        ),
        Weakness.ONLY_DIGITS: Message("Only digits are easy to guess. Choose three or four words."),
        Weakness.LIKE_USER_NAME: Message("It is too much like the user name. Choose other words."),
        Weakness.COMMON: Message(
            "Many people use this one, so it is guessed first. Choose three or four other words."
        ),
    }
)


def why_weak(weak: Weakness) -> Message:
    """Return the sentence that tells what to do instead."""
    return WHY[weak]
