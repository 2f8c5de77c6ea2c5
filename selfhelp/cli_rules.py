"""`selfhelp content explain`: what the check asks, and why."""

import re
from collections.abc import Iterator

import click

from selfhelp.cli_content import IN_LANGUAGE
from selfhelp.content.problems import suggestion
from selfhelp.content.rules import Rule, rules, topics

WIDEST = 88
FENCED = re.compile(r"^```\w*\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
STARS = re.compile(r"^\*\*?([^*\n]+)\*\*?")


@click.command()
@click.argument("rule", required=False)
@IN_LANGUAGE
def explain(rule: str | None, language: str) -> None:
    """Tell what a RULE asks, why, and how it is mended; or list the rules with their levels.

    \b
    selfhelp content explain
    selfhelp content explain comes-later --language nb
    """  # noqa: D301  # click reads \\b
    if rule is None:
        click.echo("\n\n".join(_list(language)))
        return
    known = rules(language)
    if rule not in known:
        close = suggestion(rule, known).close
        hint = f' Did you mean "{close}"?' if close else ""
        raise click.BadParameter(f'"{rule}" is no rule.{hint} `selfhelp content explain` lists them.')
    click.echo(f"{click.style(rule, bold=True)}\n\n{_page(known[rule])}")


def _list(language: str) -> Iterator[str]:
    """Yield each topic with its rules: name, level, what it asks."""
    name_width = max(map(len, rules(language)))
    for topic in topics(language):
        level_width = max(len(_level(rule)) for rule in rules(language).values())
        lines = [
            f"  {rule.name:{name_width}}  {_level(rule):{level_width}}  {rule.summary}"
            for rule in topic.rules
        ]
        yield "\n".join([click.style(topic.title, bold=True), *lines])


def _level(rule: Rule) -> str:
    """Return the level in a word; a rule that is both tells of it on its page."""
    return rule.level.split(",", maxsplit=1)[0]


def _page(rule: Rule) -> str:
    """Return the page as a terminal shows it: paragraphs in lines, examples pushed in."""
    pieces = FENCED.split(rule.text)
    shown = [_example(piece) if n % 2 else _paragraphs(piece.strip()) for n, piece in enumerate(pieces)]
    return "\n\n".join(filter(None, shown))


def _example(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.split("\n"))


def _paragraphs(text: str) -> str:
    return "\n\n".join(click.wrap_text(STARS.sub(r"\1", one), WIDEST) for one in text.split("\n\n"))
