"""Why nothing is written: a sentence for the author, and how to go on."""

from collections.abc import Iterable

from selfhelp.content.messages import Fact, refusal, sentence
from selfhelp.content.problems import Problem


class RefusedError(Exception):
    """What was asked for cannot be done; nothing has been written.

    Carries the name of a sentence, its facts, and the mistakes that are to be mended first.
    """

    def __init__(self, why: str, problems: Iterable[Problem] = (), **facts: Fact) -> None:
        self.why = why
        self.facts = facts
        self.problems = tuple(problems)
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """Return what the author reads."""
        wrong, mend = (
            refusal(language, self.why, part, self.facts) or sentence(language, self.why, part, self.facts)
            for part in ("wrong", "mend")
        )
        return "\n".join(filter(None, (wrong, mend, *(problem.told(language) for problem in self.problems))))
