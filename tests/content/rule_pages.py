"""The guide's pages about rules: what people wrote about each, and an example made from `mistakes`.

`make rules` runs this, and a test fails until it has been run.
"""

import re
import tempfile
from difflib import SequenceMatcher
from pathlib import Path

from content.folders import SMALL, Folder, Mistake
from selfhelp.content.rules import Rule, pages_of, topics

MISTAKES = Path(__file__).parent / "mistakes"
AROUND, LONGEST = 2, 14  # lines of an example: around what is wrong, and in all
WORDS = {
    "en": {
        "wrong": "**Wrong**, in `{}`:",
        "gone": "**Wrong:** there is no `{}`.",
        "said": "**What you are told:**",
        "right": "**Right**, in `{}`:",
        "head": "| rule | level | what it asks |",
    },
    "nb": {
        "wrong": "**Galt**, i `{}`:",
        "gone": "**Galt:** `{}` finnes ikke.",
        "said": "**Dette får du vite:**",
        "right": "**Riktig**, i `{}`:",
        "head": "| regel | nivå | hva den ber om |",
    },
}
EXAMPLE = re.compile(r"\*\*(?:Wrong|Galt|What you|Dette får)\b.*", re.DOTALL)
TABLE = re.compile(r"^## .*", re.MULTILINE | re.DOTALL)
LINES = dict[str, list[str]]


def mistake_for(rule: str) -> Path | None:
    """Return the mistake that shows a rule: the plainest one, or the first of its variants."""
    plain = MISTAKES / f"{rule}.txt"
    variants = sorted(MISTAKES.glob(f"{rule}.*.txt"))
    return plain if plain.exists() else next(iter(variants), None)


def example(rule: str, language: str) -> str:
    """Return the example of a rule as Markdown: wrong, what is told, right; "" where none can be written."""
    path = mistake_for(rule)
    if path is None:
        return ""
    mistake = Mistake.read(path)
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as mended:
        wrong, right = _files_of(mistake, Path(made)), _files_of(mistake, Path(mended))
        mistake.write(wrong)
        mistake.mend(right)
        before, after = _texts(wrong, mistake), _texts(right, mistake)
    told = mistake.told[language]
    said = f"{WORDS[language]['said']}\n\n{_fenced(told.splitlines())}"
    return "\n\n".join(
        [
            *_shown(before, after, told, WORDS[language]["wrong"], gone=WORDS[language]["gone"]),
            said,
            *_shown(after, before, told, WORDS[language]["right"]),
        ]
    )


def _files_of(mistake: Mistake, to: Path) -> Folder:
    """Return a folder with nothing but the files that are shown."""
    folder = Folder(to)
    for file in mistake.files:
        if (SMALL / file).exists():
            folder.write(file, (SMALL / file).read_text(encoding="utf-8"))
    return folder


def _texts(folder: Folder, mistake: Mistake) -> LINES:
    there = (file for file in mistake.files if (folder.path / file).exists())
    return {file: folder.read(file).rstrip("\n").split("\n") for file in there}


def _shown(these: LINES, those: LINES, told: str, title: str, *, gone: str = "") -> list[str]:
    """Return what differs, each file in a fence of its own; of several, only the one that is told about."""
    shown: dict[str, str] = {}
    for file in {**these, **those}:
        if file not in these:
            shown |= {file: gone.format(file)} if gone else {}
        elif lines := _differing(these[file], those.get(file, [])):
            shown[file] = f"{title.format(file)}\n\n{_fenced(lines)}"
    head = told.split("\n", maxsplit=1)[0]
    first = next((file for file in shown if f"] {file}:" in head), None)
    return [shown[first]] if first else list(shown.values())


def _differing(these: list[str], those: list[str]) -> list[str]:
    """Return the lines that differ, with some around them."""
    lines: list[str] = []
    matcher = SequenceMatcher(None, these, those, autojunk=False)
    for group in matcher.get_grouped_opcodes(AROUND) if those else [[("", 0, len(these), 0, 0)]]:
        part = these[group[0][1] : group[-1][2]]
        lines += [*(["…"] if lines else []), *part]
    while lines and not lines[0].strip():
        del lines[0]
    return [*lines[:LONGEST], "…"] if len(lines) > LONGEST else lines


def _fenced(lines: list[str]) -> str:
    text = "\n".join(lines).rstrip()
    return f"```text\n{text}\n```"


def written(topic: Path, language: str) -> str:
    """Return a topic's page with its examples made anew."""
    intro, *sections = re.split(r"^(?=## [a-z-]+$)", topic.read_text(encoding="utf-8"), flags=re.MULTILINE)
    made = [intro.strip()]
    for section in sections:
        name = section.split("\n", maxsplit=1)[0].removeprefix("## ").strip()
        made += [EXAMPLE.sub("", section).strip(), example(name, language)]
    return "\n\n".join(filter(None, made)) + "\n"


def index(page: Path, language: str) -> str:
    """Return the list of all rules, made anew below what people wrote."""
    made = [TABLE.sub("", page.read_text(encoding="utf-8")).strip()]
    for topic in topics(language):
        rows = [_row(rule, topic.file) for rule in topic.rules]
        table = "\n".join([WORDS[language]["head"], "| --- | --- | --- |", *rows])
        made += [f"## [{topic.title}]({topic.file})", table]
    return "\n\n".join(made) + "\n"


def _row(rule: Rule, file: str) -> str:
    return f"| [{rule.name}]({file}#{rule.name}) | {rule.level} | {rule.summary} |"


def main() -> None:
    """Write every page anew."""
    for language in WORDS:
        for topic in topics(language):
            path = pages_of(language) / topic.file
            path.write_text(written(path, language), encoding="utf-8", newline="\n")
        path = pages_of(language) / "index.md"
        path.write_text(index(path, language), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
