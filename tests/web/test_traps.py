"""Which traps catch you: the two that stand out are named, also where two are equal."""

import pytest
from apps import Comes
from people import Gp, Surgery

STEP = "/modules/challenge/your-traps"
SAID = {
    "nb": {
        "top": "Her har tankelesing flest kryss.",
        "even": "Her er det jevnt mellom flere feller.",
        "reading": "Du kjente deg igjen i tankelesing.",
        "should": "Du kjente deg igjen i burde-reglene.",
        "fault": "Du kjente deg igjen i «alt er min skyld».",
    },
    "en": {
        "top": "Here mind reading has the most ticks.",
        "even": "Here several traps come out even.",
        "reading": "You recognised yourself in mind reading.",
        "should": "You recognised yourself in the should rules.",
        "fault": "You recognised yourself in “all my fault”.",
    },
}


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    ("ticked", "told"),
    [
        (["r1", "r2"], ["top"]),
        (["r1", "r2", "s1"], ["top", "should"]),
        (["r1", "s1"], ["even", "reading", "should"]),
        (["r1", "r2", "s1", "s2", "f1"], ["even", "reading", "should"]),
        (["r1", "s1", "f1"], ["even"]),
        (["r1", "r2", "s1", "f1"], ["top"]),
    ],
)
def test_names_what_stands_out(
    comes: Comes, surgery: Surgery, gp: Gp, language: str, ticked: list[str], told: list[str]
) -> None:
    browser = comes(surgery.patient(gp, locale=language), language=language)

    browser.opens(STEP).saves({"q.own-first": ticked})
    browser.opens(STEP)

    assert [name for name, sentence in SAID[language].items() if sentence in browser.text] == told
