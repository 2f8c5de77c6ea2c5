"""A page of the guide that tells an author what to write and run, followed to the letter.

A fence marked `sh` holds commands, and a fence marked `text` all that they answer. A fence marked `markdown`
is the whole file that was named last, or stands at its end where the sentence says so. A sentence can also
tell to change one line of that file into another.
"""

import re
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from selfhelp.cli import main

WRITTEN_ON = date(2026, 11, 28)  # the day that stands in the page
PART = re.compile(
    r"^```(?P<sort>\w+)\n(?P<block>.*?)^```$"
    r"|`(?P<file>content/[^`]+\.md)`"
    r"|(?:Endre|Change) `(?P<old>[^`]+)` (?:til|to) `(?P<new>[^`]+)`"
    r"|(?P<last>nederst i filen|at the end of the file)",
    re.MULTILINE | re.DOTALL,
)
STEPS = re.compile(r"\d+(?= (?:steg på|steps in) )")


@dataclass
class Walkthrough:
    """An author who follows the page, in the folder that holds `content`."""

    page: str
    here: Path
    of_the_server: dict[str, str]  # the environment where it is published
    left_out: int = 0  # steps that the author has, and the folder has not: it is read sooner without them
    shown: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    _file: Path = Path()
    _at_its_end: bool = False
    _running: list[str] = field(default_factory=list)

    def follow(self) -> None:
        """Do all that the page tells, and note what is answered beside what it shows."""
        for part in PART.finditer(self.page):
            if part["file"]:
                self._file = self.here / part["file"]
            elif part["last"]:
                self._at_its_end = True
            elif part["old"]:
                self._change(part["old"], part["new"])
            else:
                {"sh": self._run, "text": self._compare, "markdown": self._write}[part["sort"]](part["block"])
        assert self._running == [], "the page does not tell what was answered last"

    def _change(self, old: str, new: str) -> None:
        text = self._file.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        self._file.write_text(text.replace(old, new), encoding="utf-8")

    def _write(self, block: str) -> None:
        before = self._file.read_text(encoding="utf-8")  # no file is made by hand
        self._file.write_text(before + block if self._at_its_end else block, encoding="utf-8")
        self._at_its_end = False

    def _run(self, block: str) -> None:
        assert self._running == [], "the page does not tell what was answered"
        self._running = list(_commands(block))

    def _compare(self, block: str) -> None:
        assert self._running, "nothing was run that could answer"
        self.shown.append(block)
        self.answered.append("".join(self.runs(command) for command in self._running))
        self._running = []

    def runs(self, command: str) -> str:
        """Run a command on the day the page was written, say yes where it asks, and return its answer."""
        words = shlex.split(command.removeprefix("selfhelp "))
        with ExitStack() as then:
            now = datetime.combine(WRITTEN_ON, time(9, len(self.answered)), UTC)  # what is newer is later
            then.enter_context(patch("selfhelp.cli_writing._today", return_value=WRITTEN_ON))
            then.enter_context(patch("selfhelp.cli_publish.now", return_value=now))
            then.enter_context(patch("selfhelp.cli_publish.is_at_a_terminal", return_value=True))
            if words[:2] == ["content", "check"]:
                words += ["--today", WRITTEN_ON.isoformat()]
            server = self.of_the_server if words[1] == "publish" else {}
            answer = CliRunner().invoke(main, words, env=server, input="y\n").output
        return STEPS.sub(lambda found: str(int(found[0]) + self.left_out), answer)


def _commands(block: str) -> Iterator[str]:
    for line in block.splitlines():
        assert line.startswith("selfhelp content "), line
        yield line
