"""What the demo's invented patients wrote in their tools, beside what belongs to a step."""

from typing import Any

# (tool, days after the start, what was written). A patient has those whose day has come.
Entries = tuple[tuple[str, int, dict[str, Any]], ...]


def _walk(what: str, guess: int, pleasure: int, mastery: int, done: str = "yes") -> dict[str, Any]:
    return {"what": what, "guess": guess, "done": done, "pleasure": pleasure, "mastery": mastery}


CHAINS: Entries = (
    (
        "chain",
        5,
        {
            "event": "Søsteren min ringte, og jeg tok den ikke.",
            "thought": "Jeg har ingenting å fortelle.",
            "feelings": {"lonely": 60},
            "action": "La telefonen i skuffen",
        },
    ),
    (
        "chain",
        8,
        {
            "event": "Nora hilste på meg i trappa.",
            "thought": "Hun er bare høflig.",
            "feelings": {"sad": 30, "glad": 20},
            "action": "Hilste tilbake",
        },
    ),
)
ACTIVITIES: Entries = (
    ("activity", 17, _walk("Gå til brua", 2, 4, 5)),
    ("activity", 20, _walk("Lage suppe", 3, 3, 6)),
    ("activity", 24, _walk("Høre en plate", 2, 5, 2, "partly")),
    ("activity", 101, _walk("Kaffe med Nora", 3, 6, 5)),
    (
        "ladder",
        26,
        {
            "goal": "Være med på kollokviet",
            "rung-1": "Lese gjennom notatene i ti minutter",
            "rung-2": "Skrive til Nora",
            "rung-3": "Møte opp den første halvtimen",
            "rung-4": "Bli hele tiden",
            "done": ["r1", "r2"],
        },
    ),
)
THOUGHTS: Entries = (
    (
        "thought-record",
        31,
        {
            "event": "Ingen svarte i gruppechatten.",
            "thought": "De vil helst ha meg ut.",
            "belief": 80,
            "feelings": {"sad": 70, "ashamed": 40},
            "traps": ["reading"],
            "speaks-for": "Det gikk en hel kveld.",
            "speaks-against": "Ingen svarte Sigrid heller.",
            "fairer": "Folk er opptatt. Det handler ikke alltid om meg.",
            "belief-after": 45,
            "feeling-after": 40,
        },
    ),
    (
        "thought-record",
        36,
        {
            "event": "Jeg fikk en D på prøven.",
            "thought": "Jeg duger ikke til dette.",
            "belief": 90,
            "feelings": {"ashamed": 80},
            "fairer": "Det er ett emne, og jeg leste lite.",
            "belief-after": 60,
            "feeling-after": 55,
        },
    ),
    (
        "experiment",
        39,
        {
            "prediction": "Spør jeg om hjelp, blir foreleseren irritert.",
            "sure": 75,
            "test": {"what": "spørre etter timen", "when": "på torsdag"},
            "sign": "Hun svarer på det jeg spør om.",
            "done": "yes",
            "happened": "Hun tegnet det opp på nytt.",
            "sure-after": 20,
            "learned": "Hun likte visst at noen spurte.",
        },
    ),
)
CALM_AND_PEOPLE: Entries = (
    ("calm", 44, {"exercise": "breath", "before": 7, "after": 5, "felt": "good"}),
    ("calm", 47, {"exercise": "here", "before": 6, "after": 5, "felt": "same"}),
    ("people", 57, {"who": "Nora", "closeness": "middle", "energy": "gives", "contact": "more"}),
    ("people", 57, {"who": "Mamma", "closeness": "near", "energy": "both", "contact": "same"}),
    (
        "contact",
        60,
        {"who": "Nora", "rung": "message", "when": {"time": "i morgen"}, "done": "yes", "felt": 6},
    ),
    (
        "talk",
        63,
        {
            "who": "Sigrid",
            "words": "Jeg har hatt en tung høst.",
            "guess": 3,
            "said": "yes",
            "went": 7,
            "learned": "Hun hadde lurt på hvordan det gikk.",
        },
    ),
)
ENTRIES: Entries = (*CHAINS, *ACTIVITIES, *THOUGHTS, *CALM_AND_PEOPLE)
