"""What the demo's invented patients answered, in Bokmål: a student with the autumn heavy on her."""

from typing import Any

Answered = dict[str, dict[str, Any]]  # step -> exercise -> answer


def _since(mood: int, *items: int) -> Answered:
    """Return the first step of a later module: the mood today, and the nine answers to PHQ-9."""
    phq = {"items": {str(number): answer for number, answer in enumerate(items, 1)}, "difficulty": 1}
    return {"since-last-time": {"review": "partly", "mood": mood, "phq": phq}}


QUESTIONNAIRE = "how-are-you"  # the step of the first module that asks PHQ-9
LINK: Answered = {
    "welcome": {"sit-down": {"day": "tirsdag", "time": "19", "place": "ved kjøkkenbordet"}},
    QUESTIONNAIRE: {
        "phq": {
            "items": {"1": 2, "2": 2, "3": 1, "4": 2, "5": 1, "6": 2, "7": 1, "8": 0, "9": 0},
            "difficulty": 1,
        },
        "gad": {"items": {"1": 1, "2": 1, "3": 2, "4": 1, "5": 0, "6": 1, "7": 1}},
    },
    "goals": {"goal-1": "Være med på kollokviet en gang i uka", "goal-1-now": 2},
    "four-people": {"follow": "ida"},
    "what-it-does": {"signs": {"sleep": 1, "tired": 1, "withdraw": 1, "focus": 1}},
    "the-chain": {
        "ida-links": {"c1": "thought", "c2": "action", "c3": "event", "c4": "body", "c5": "feeling"}
    },
    "thought-or-fact": {"cards": {"c1": "fact", "c2": "feeling", "c3": "thought"}},
    "same-event": {"kari": "unseen"},
    "words": {
        "week-feelings": {"sad": 60, "lonely": 55, "ashamed": 40},
        "body-signs": ["belly", "shoulders"],
    },
    "own-chain": {
        "own-chain": {
            "event": "Gruppearbeidet på mandag. Jeg gikk før det var ferdig.",
            "thought": "De blir lettet når jeg går.",
            "feelings": {"sad": 70, "ashamed": 50},
            "body": "Klump i magen",
            "action": "Gikk hjem og la meg",
            "after": "Fikk dårlig samvittighet utover kvelden",
        }
    },
    "where-to-break": {"easiest-link": "action"},
    "small-thing": {
        "my-small-thing": {
            "plan": {"what": "gå til brua", "when": "rett etter frokost", "where": "langs elva"}
        }
    },
    "quick-check": {
        "check-thought": "spoil",
        "check-two": "thoughts",
        "check-proof": "no",
        "check-change": "action",
    },
    "home-practice": {
        "practice": {"choice": "main", "day": "tirsdag og torsdag", "place": "ved kjøkkenbordet"},
    },
}
LOOK_BACK: Answered = {
    "two-weeks": {
        "phq": {
            "items": {"1": 2, "2": 2, "3": 1, "4": 2, "5": 1, "6": 2, "7": 1, "8": 0, "9": 0},
            "difficulty": 1,
        },
    },
    "goals": {"goal-1-now": 5},
    "plan": {"signs-seen": "some"},
}
ANSWERS: dict[str, Answered] = {
    "link": LINK,
    "activities": _since(4, 2, 2, 1, 2, 1, 2, 1, 0, 0)
    | {"home-practice": {"practice": {"choice": "main", "day": "tre dager i uka"}}},
    "challenge": _since(5, 2, 1, 1, 2, 1, 1, 1, 0, 0),
    "calm": _since(5, 1, 1, 1, 2, 1, 1, 1, 0, 0),
    "people": {
        **_since(6, 1, 1, 1, 1, 1, 1, 1, 0, 0),
        "looking-back": {
            "goal-1-now": 6,
            "gad": {"items": {"1": 1, "2": 1, "3": 1, "4": 0, "5": 0, "6": 1, "7": 0}},
        },
    },
    "week-14": LOOK_BACK,
}
CARDS: dict[str, dict[str, Any]] = {
    "group-work": {
        "text": "Gruppearbeidet på mandag. Jeg gikk før det var ferdig.",
        "tool": "chain",
        "show": True,
        "useful": ["the-chain", "own-chain"],
        "hard": ["words"],
        "own": "",
        "show_own": False,
        "open": True,
    },
    "before-start": {
        "text": "Jeg vet ikke helt hvor jeg skal begynne. Kan vi gjøre det første sammen?",
        "tool": None,
        "show": True,
        "open": True,
    },
}
# Planned in the second module, one on each card: so many days from now, what was planned, how it went.
ACTIVITIES: tuple[tuple[int, dict[str, Any], dict[str, Any]], ...] = (
    (
        -6,
        {"what": "gå til brua", "day": {"part": "morning"}, "plan": {"where": "langs elva"}, "guess": 2},
        {"done": "yes", "pleasure": 4, "mastery": 5},
    ),
    (
        -3,
        {"what": "drikke te med de andre på kjøkkenet", "day": {"part": "evening"}, "guess": 2},
        {"done": "partly", "pleasure": 5, "mastery": 3},
    ),
    (
        1,
        {
            "what": "spise lunsj",
            "day": {"part": "midday"},
            "plan": {"where": "i kantina", "who": "Nora"},
            "guess": 3,
        },
        {},
    ),
)
