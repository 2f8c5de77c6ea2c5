"""Reading made easy: short sentences, short paragraphs, short pages, few long words.

The limits are those of the tone guide, and so are the aims: of a text that misses one the check only warns.
Questionnaires, help numbers and lists of sources are not measured. A doctor is asked to read more at once.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from statistics import fmean, median

from selfhelp.content.checks.measures import LONG, ease, grade, lix, words_in
from selfhelp.content.checks.texts import OWN_LINE, Passage, Sentence, passages
from selfhelp.content.everything import Everything
from selfhelp.content.grammar import RawFile, Span
from selfhelp.content.messages import Number
from selfhelp.content.problems import Place, Problem
from selfhelp.content.units import MARK

LONGEST_SENTENCE = 22
LONGEST_SUMMARY = 4  # the doctor's summary is four sentences
NEVER = Span("", Place(""))
FEWEST_WORDS = 30  # a measure of fewer words says nothing
FEWEST_FOR_A_MEAN = 100  # words; in a few lines one short sentence weighs too much
SOURCES = re.compile(r"^ {0,3}#{2,6} +(?:Kilder|Kjelder|Sources) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Measure:
    """How one language is measured, and the most a file and the middle file of a module may have."""

    name: str
    of: Callable[[list[str]], float]
    most: float
    middle: float | None = None
    ease: Callable[[list[str]], float] | None = None
    least_ease: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader can be asked: words a page, sentences a paragraph, words a sentence on average."""

    page: int
    paragraph: int
    mean: tuple[int, int]
    measures: Mapping[str, Measure] = field(default_factory=dict)


PATIENT = Limits(
    120,
    3,
    (8, 13),
    {
        "nb": Measure("LIX", lix, 40, 30),
        "nn": Measure("LIX", lix, 40, 30),
        "en": Measure("grade", grade, 6, ease=ease, least_ease=70),
    },
)
DOCTOR = Limits(
    250,
    4,
    (8, 18),
    {
        "nb": Measure("LIX", lix, 40),
        "nn": Measure("LIX", lix, 40),
        "en": Measure("grade", grade, 10, ease=ease, least_ease=50),
    },
)


Paragraph = tuple[Passage, Place, list[Sentence]]


def check_readability(everything: Everything) -> Iterator[Problem]:
    """Check every text in every language."""
    for locale, files in everything.files.items():
        measured: dict[str, list[float]] = {}
        for name, raw in files.items():
            source = everything.source_files.get(name)
            if source is None or name.startswith("instruments/"):
                continue
            limits = DOCTOR if name.startswith("course/") else PATIENT
            shown = list(_measured_passages(name, raw, source))
            paragraphs = [(passage, *found) for passage in shown for found in passage.paragraphs()]
            yield from _check_paragraphs(name, paragraphs, limits)
            if _is_step(name) and source.front.get("words-free", NEVER).text != "yes":
                yield from _check_length(shown, limits)
            if _is_step(name) and locale in limits.measures:
                yield from _check_mean(raw, paragraphs, limits)
            sentences = _running_text(paragraphs)
            score = _score(limits.measures.get(locale), sentences)
            if score is not None:
                yield from _check_score(raw, limits.measures[locale], score, sentences)
                if _is_step(name):
                    measured.setdefault(name.rsplit("/", 1)[0], []).append(score)
        yield from _check_middle(locale, measured)


def _is_step(name: str) -> bool:
    return name.startswith(("modules/", "course/")) and not name.endswith(("/module.md", "/gp.md"))


def _measured_passages(name: str, raw: RawFile, source: RawFile) -> Iterator[Passage]:
    """Yield what is measured: not what has yet to be written.

    In the course, what stands below the heading "Sources" is to be looked up.
    """
    for passage in passages(raw, source):
        if passage.kind == "number" or MARK in passage.span.text:
            continue
        heading = SOURCES.search(passage.span.text) if name.startswith("course/") else None
        if heading:
            span = Span(passage.span.text[: heading.start()], passage.span.place)
            yield replace(passage, span=span)
        else:
            yield passage


def _check_paragraphs(name: str, paragraphs: list[Paragraph], limits: Limits) -> Iterator[Problem]:
    most = LONGEST_SUMMARY if name.endswith("/gp.md") else limits.paragraph
    for passage, place, sentences in paragraphs:
        yield from _check_sentences(passage, sentences)
        # What ends in a colon leads on to the next: one sentence to the eye.
        count = sum(not sentence.text.endswith(":") for sentence in sentences)
        if count > most:
            yield passage.raw.problem(place, "paragraph-long", count=str(count), most=str(most))


def _check_sentences(passage: Passage, sentences: list[Sentence]) -> Iterator[Problem]:
    for sentence in sentences:
        if sentence.words > LONGEST_SENTENCE:
            facts = {"count": str(sentence.words), "most": str(LONGEST_SENTENCE)}
            yield passage.raw.problem(sentence.place, "sentence-long", **facts)


def _check_length(shown: list[Passage], limits: Limits) -> Iterator[Problem]:
    """Count what everyone sees on a page of the step; feedback and conditional blocks come on top."""
    counted: dict[int, int] = {}
    first: dict[int, Passage] = {}
    for passage in shown:
        if passage.role != "feedback" and not passage.conditional:
            counted[passage.page] = counted.get(passage.page, 0) + len(words_in(passage.plain))
            first.setdefault(passage.page, passage)
    for page, count in counted.items():
        if count > limits.page:
            place = first[page].span.part(0, 1)
            yield first[page].raw.problem(place, "step-long", count=str(count), most=str(limits.page))


def _check_mean(raw: RawFile, paragraphs: list[Paragraph], limits: Limits) -> Iterator[Problem]:
    """Warn about a step whose sentences are long or choppy on the whole; the longest are told one by one."""
    lengths = _lengths(paragraphs)
    sentences = _running_text(paragraphs)
    longest = max(sentences, key=lambda sentence: sentence.words, default=None)
    if longest is None or sum(lengths) < FEWEST_FOR_A_MEAN or longest.words > LONGEST_SENTENCE:
        return
    least, most = limits.mean
    found = round(fmean(lengths), 1)  # as it is told
    if found > most:
        yield raw.warning(longest.place, "sentence-mean", mean=Number(found), most=str(most))
    elif found < least:
        yield raw.warning(sentences[0].place, "sentence-mean.short", mean=Number(found), least=str(least))


def _lengths(paragraphs: list[Paragraph]) -> list[int]:
    """Return how many words the sentences have. What ends in a colon leads on; lists have no sentences."""
    lengths: list[int] = []
    for passage, place, sentences in paragraphs:
        if passage.role == "option" or OWN_LINE.match(passage.raw.lines[place.line - 1]):
            continue
        led = 0
        for sentence in sentences:
            led += sentence.words
            if sentence is sentences[-1] or not sentence.text.endswith(":"):
                lengths.append(led)
                led = 0
    return lengths


def _running_text(paragraphs: list[Paragraph]) -> list[Sentence]:
    """Return the sentences that are measured; options are mostly a word or two."""
    return [s for passage, _, sentences in paragraphs if passage.role != "option" for s in sentences]


def _score(measure: Measure | None, sentences: list[Sentence]) -> float | None:
    """Return the measure of all running text; None where there is too little, or no measure."""
    if measure is None or sum(sentence.words for sentence in sentences) < FEWEST_WORDS:
        return None
    return measure.of([sentence.text for sentence in sentences])


def _check_score(
    raw: RawFile, measure: Measure, score: float, sentences: list[Sentence]
) -> Iterator[Problem]:
    texts = [sentence.text for sentence in sentences]
    reached = round(measure.ease(texts)) if measure.ease else measure.least_ease
    if score <= measure.most and reached >= measure.least_ease:
        return
    hardest = max(sentences, key=lambda sentence: measure.of([sentence.text])).place
    if score > measure.most:
        facts = {"measure": measure.name, "score": f"{score:.0f}", "most": f"{measure.most:g}"}
        yield raw.problem(hardest, "hard-to-read", words=_longest_words(texts), **facts)
    else:
        facts = {"score": str(reached), "least": str(measure.least_ease)}
        yield raw.warning(hardest, "reading-ease", words=_longest_words(texts), **facts)


def _longest_words(texts: list[str]) -> str:
    words = {word for text in texts for word in words_in(text) if len(word) >= LONG}
    return ", ".join(sorted(words, key=lambda word: (-len(word), word))[:5])


def _check_middle(locale: str, measured: dict[str, list[float]]) -> Iterator[Problem]:
    for module, scores in measured.items():
        measure = (DOCTOR if module.startswith("course/") else PATIENT).measures[locale]
        most, middle = measure.middle, median(scores)
        if most is not None and most < middle and max(scores) <= measure.most:
            facts = {"measure": measure.name, "score": f"{middle:.0f}", "most": f"{most:g}"}
            yield Problem(Place(f"{locale}/{module}/module.md"), "hard-to-read.module", tuple(facts.items()))
