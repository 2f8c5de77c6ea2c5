"""How hard a text is to read: LIX for Norwegian, Flesch-Kincaid's grade and Flesch's ease for English.

LIX (Björnsson 1968): words a sentence, and percent of words with more than six letters; a colon ends one.
Flesch-Kincaid (1975): 0.39 times words a sentence, and 11.8 times syllables a word, less 15.59.
Flesch (1948): 206.835, less 1.015 times words a sentence and 84.6 times syllables a word.
"""

import re
from collections.abc import Iterable, Iterator

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
STOP = re.compile(r"[.!?:…]+[»”\"’')\]]*(?=\s|$)\s*")
LONG = 7  # letters

VOWELS = re.compile(r"[aeiouy]+")
# A silent e: "take", "takes", "hoped", but not in "table", "handled", "noted", "changes".
SILENT = re.compile(
    r"(?<![^aeiouy]l)(?:(?<=[^aeiouy])e|(?<=[^aeiouytd])ed|(?<=[^aeiouycgsxz])(?<!ch)(?<!sh)es)$"
)
# Two vowels in a row that are said apart: "diary", "video", "quiet", "lion", "being", "actual".
APART = re.compile(
    r"(?<![tcsg])ia|(?<!p)eo|(?<![tscgx])io(?!u)|iet|[aeiouy]ing|[tdn]ua|sci|creat|react|idea|real[is]"
)
SPOKEN_AS = {  # what the rules above get wrong
    1: "the friend",
    2: """people someone something sometimes somewhere every business evening being lonely homework safety
        careful useful hopeful grateful lifetime therefore statement movement moment helpline whereas basement
        chocolate different interest going doing science""",
    3: "anyone area everything everyone awareness family",
}
SPOKEN = {word: count for count, words in SPOKEN_AS.items() for word in words.split()}


def words_in(text: str) -> list[str]:
    """Return the words of a text; numbers count as words."""
    return WORD.findall(text)


def sentences_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of one paragraph and where they begin, from 0.

    A stop before a small letter ends nothing: «Kommer du?» spør hun. A colon always does.
    """
    start = 0
    for stop in STOP.finditer(text):
        after = text[stop.end() : stop.end() + 1]
        if after.islower() and ":" not in stop[0]:
            continue
        if WORD.search(text, start, stop.end()):
            yield start, text[start : stop.end()].rstrip()
            start = stop.end()
    if WORD.search(text, start):
        yield start, text[start:].rstrip()


def lix(sentences: Iterable[str]) -> float:
    """Return the LIX of some sentences; 0 where there are none."""
    counted = [words_in(sentence) for sentence in sentences]
    total = sum(len(words) for words in counted)
    if not total:
        return 0.0
    long = sum(len(word) >= LONG for words in counted for word in words)
    return total / len(counted) + 100 * long / total


def grade(sentences: Iterable[str]) -> float:
    """Return the Flesch-Kincaid grade of some English sentences; 0 where there are none."""
    length, spoken = _spoken(sentences)
    return max(0.39 * length + 11.8 * spoken - 15.59, 0.0) if length else 0.0


def ease(sentences: Iterable[str]) -> float:
    """Return the Flesch reading ease of some English sentences; 100 where there are none."""
    length, spoken = _spoken(sentences)
    return 206.835 - 1.015 * length - 84.6 * spoken if length else 100.0


def _spoken(sentences: Iterable[str]) -> tuple[float, float]:
    """Return how many words a sentence has, and how many syllables a word; nothing of both for no words."""
    counted = [words_in(sentence) for sentence in sentences]
    total = sum(len(words) for words in counted)
    if not total:
        return 0.0, 0.0
    return total / len(counted), sum(syllables(word) for words in counted for word in words) / total


def syllables(word: str) -> int:
    """Return how many syllables an English word has, mostly rightly."""
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part)
    word = re.sub(r"[’']\w{0,2}$", "", word.lower())
    if word in SPOKEN:
        return SPOKEN[word]
    if word.removesuffix("s") in SPOKEN:
        return SPOKEN[word.removesuffix("s")]
    groups = len(VOWELS.findall(word)) - len(SILENT.findall(word)) + len(APART.findall(word))
    return max(groups, 1)
