"""`selfhelp content diff`, `publish` and `roll-back`: what patients meet, and what a change means to them."""

import os
import sys
from collections import Counter
from pathlib import Path

import click
from babel.dates import format_date
from sqlalchemy.orm import Session

from selfhelp.care.midway import Midway, midway
from selfhelp.care.releases import keep_release, publish, published
from selfhelp.care.served import catalogue_of
from selfhelp.cli_content import FOLDER, IN_LANGUAGE, content_folder, show_problems
from selfhelp.cli_opened import databases, refuse_unverified, stop
from selfhelp.content.archive import packed
from selfhelp.content.at_revision import RevisionError, folder_at
from selfhelp.content.block_changes import Change
from selfhelp.content.changes import changes
from selfhelp.content.checking import check_all
from selfhelp.content.library import Library
from selfhelp.content.messages import told
from selfhelp.content.model import Catalogue
from selfhelp.content.problems import ContentError
from selfhelp.content.reading import load_catalogue
from selfhelp.records.database import for_reading
from selfhelp.settings import REQUIRED
from selfhelp.web.desk import now

COLOURS = {"breaking": "red", "consent": "yellow", "safe": "green", "words": None}
IF_SURE = click.option("--yes", is_flag=True, help="Do not ask whether to publish.")
IF_BREAKING = click.option(
    "--breaking",
    multiple=True,
    metavar="NAME",
    help="Publish although answers to this module or tool lose their question, without typing its name.",
)


@click.command()
@click.argument("revision", required=False)
@click.option("--folder", type=FOLDER, default=None, help="The content, where it is not found by itself.")
@IN_LANGUAGE
def diff(revision: str | None, folder: Path | None, language: str) -> None:
    """Tell what has changed, and what that means to patients who are in the middle of it.

    The content is compared with what is published, or with a REVISION in git.

    \b
    selfhelp content diff
    selfhelp content diff HEAD~3
    """  # noqa: D301  # click reads \\b
    here = folder or content_folder()
    has_database = all(os.environ.get(name) for name in REQUIRED)
    if revision is None and not has_database:
        stop(
            "Name a revision, such as HEAD. To compare with what is published, set what "
            "docs/settings.md names."
        )
    after = _loaded(here)
    found = midway_now = None
    if has_database:
        with databases() as (_settings, engine), Session(for_reading(engine)) as session:
            midway_now = midway(session)
            before = _published(session, language) if revision is None else None
            found = changes(before, after) if before else None
    if revision is not None:
        found = changes(_at(here, revision), after)
    show(found or [], midway_now, language)


@click.command("publish")
@click.argument("folder", type=FOLDER, required=False)
@IF_BREAKING
@IF_SURE
@IN_LANGUAGE
def publish_folder(*, folder: Path | None, breaking: tuple[str, ...], yes: bool, language: str) -> None:
    """Let patients meet the content of FOLDER from their next page on.

    It is checked first, and warnings count. Then what has changed is told, with how many patients are in the
    middle of it. Where answers would lose their question, the module's name is to be typed; whoever has begun
    the module ends it as it was all the same. Needs the settings of the server: docs/settings.md.
    """
    here = folder or content_folder()
    found = check_all(here, today=now().date())
    if found.problems:
        show_problems(found, language)
        stop(told(language, "publish", "mistakes"))
    with databases() as (settings, engine), Session(engine) as session:
        archive = packed(here)  # what is told, asked about and kept is the same, whatever is saved meanwhile
        after = Library.of_archive(archive).catalogue
        refuse_unverified(after, settings)
        before = _published(session, language)
        _confirm(session, before, after, breaking=breaking, yes=yes, language=language)
        keep_release(session, after, lambda: archive, now())
        publish(session, after.digest, now())
        session.commit()
    click.echo(told(language, "publish", "done"), err=True)


@click.command("roll-back")
@IF_BREAKING
@IF_SURE
@IN_LANGUAGE
def roll_back(*, breaking: tuple[str, ...], yes: bool, language: str) -> None:
    """Publish again what was published before the present content.

    The files that you edit stay as they are. What was begun meanwhile is ended as it was begun.
    """
    with databases() as (_settings, engine), Session(engine) as session:
        known = published(session)
        if not known[1:]:
            stop(told(language, "publish", "no-earlier"))
        earlier = known[1]
        before, after = _published(session, language), _readable(session, earlier.digest)
        if after is None:
            stop(told(language, "publish", "unreadable"))
        _confirm(session, before, after, breaking=breaking, yes=yes, language=language)
        publish(session, earlier.digest, now())
        session.commit()
    day = format_date(earlier.at, "d MMMM y", locale=language)
    click.echo(told(language, "publish", "back", day=day), err=True)


def _published(session: Session, language: str) -> Catalogue | None:
    """Return what patients meet. None where nothing was published; where it cannot be read, that is told."""
    newest = next(iter(published(session)), None)
    found = _readable(session, newest.digest) if newest else None
    if newest and found is None:
        click.echo(told(language, "publish", "unreadable-now"), err=True)
    return found


def _readable(session: Session, digest: str) -> Catalogue | None:
    try:
        return catalogue_of(session, digest)
    except ContentError:
        return None


def _confirm(
    session: Session,
    before: Catalogue | None,
    after: Catalogue,
    *,
    breaking: tuple[str, ...],
    yes: bool,
    language: str,
) -> None:
    """Tell what changes, and end the command unless it is wanted."""
    if before is None:
        click.echo(told(language, "publish", "first"))
        return
    found = changes(before, after)
    if before.digest == after.digest:
        stop(told(language, "publish", "same"))
    show(found, midway(session), language)
    losing = dict.fromkeys(one.of for one in found if one.sort == "breaking")
    for of in losing:
        _confirm_losing(of, known=of.rpartition("/")[2] in breaking, language=language)
    if not yes and not losing:
        _ask(language)


def _ask(language: str) -> None:
    if not is_at_a_terminal():
        stop(told(language, "publish", "say-yes"))
    if not click.confirm(told(language, "publish", "ask"), err=True):
        stop(told(language, "publish", "nothing"))


def _confirm_losing(of: str, *, known: bool, language: str) -> None:
    name = of.rpartition("/")[2]
    if known:
        return
    if not is_at_a_terminal():
        stop(told(language, "publish", "name-it", asked=name))
    if click.prompt(told(language, "publish", "type-it", of=of, asked=name), err=True) != name:
        stop(told(language, "publish", "mistyped", asked=name))


def show(found: list[Change], midway_now: Midway | None, language: str) -> None:
    """Print the changes, the gravest part of the content first, each with whom it meets."""
    if not found:
        click.echo(told(language, "publish", "same"))
    for of in dict.fromkeys(one.of for one in found):
        own = [one for one in found if one.of == of]
        click.echo(click.style(f"{of}  {told(language, 'sorts', own[0].sort)}", fg=COLOURS[own[0].sort]))
        for one in own:
            place = f"{one.at}: " if one.at else ""
            click.echo(f"  {place}{told(language, 'what', one.what, **dict(one.facts))}")
        if whom := _whom(of, midway_now, language):
            click.echo(f"  {whom}")


def _whom(of: str, midway_now: Midway | None, language: str) -> str:
    """Return a sentence on who is in the middle of a module, or has used a tool."""
    folder, _, name = of.partition("/")
    if folder not in {"modules", "tools"} or "/" in name:
        return ""
    if midway_now is None:
        return told(language, "midway", "unknown")
    if folder == "tools":
        count = midway_now.entries.get(name, 0)
        return told(language, "midway", _number("entries-", count), count=str(count)) if count else ""
    steps = midway_now.steps.get(name, Counter())
    count, where = sum(steps.values()), ", ".join(f"{step} {number}" for step, number in steps.items())
    return told(language, "midway", _number("", count) if count else "nobody", count=str(count), where=where)


def is_at_a_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty()


def _number(start: str, count: int) -> str:
    return f"{start}one" if count == 1 else f"{start}many"


def _loaded(folder: Path) -> Catalogue:
    try:
        return load_catalogue(folder)
    except ContentError as error:
        stop(f"The content has mistakes, the first at {error.problems[0].place}. `selfhelp content check` "
             "lists them all.")  # fmt: skip


def _at(folder: Path, revision: str) -> Catalogue:
    try:
        with folder_at(folder, revision) as then:
            return _loaded(then)
    except RevisionError as error:
        stop(f"The revision “{revision}” cannot be read: {error}.")
