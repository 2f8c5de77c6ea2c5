"""What a patient takes along as files: the workbook, how far it went, what is shared, and who has looked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from selfhelp.care import access_log, progress, sharing
from selfhelp.care.access_log import Head
from selfhelp.care.mine import Mine
from selfhelp.care.sharing import Link
from selfhelp.care.workbook.value import Line, Part, Piece, Workbook
from selfhelp.care.workbook.whole import workbook
from selfhelp.content.model import Programme
from selfhelp.records.course import Progress
from selfhelp.records.log import AccessLog

FORMAT, VERSION = "selfhelp-workbook", 1  # docs/download.md; a new version where a reader must change
Say = Callable[[str], str]  # how a sentence of ours is said in the reader's language


@dataclass(frozen=True, slots=True)
class Along:
    """All of it. `head` is the newest row of the whole log: rows cut off later can be shown with it."""

    programme: Programme
    workbook: Workbook
    progress: Mapping[str, Progress]
    links: Sequence[Link]
    looks: Sequence[AccessLog]
    head: Head | None
    made_at: datetime


def along(session: Session, mine: Mine, now: datetime) -> Along:
    """Return what a patient takes along, in a number of statements that does not grow with it."""
    return Along(
        mine.programme,
        workbook(session, mine, now),
        progress.progress_of(session, mine),
        sharing.my_links(session, mine.enrolment_id),
        sharing.looks(session, mine.enrolment_id),
        access_log.newest(session),
        now,
    )


def as_document(taken: Along, say: Say) -> dict[str, Any]:
    """Return it as lists, dictionaries and words, as the guide to the download describes them."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": _moment(taken.made_at),
        "language": taken.programme.locale,
        "programme": taken.programme.title,
        "parts": [_part(part, say) for part in taken.workbook.parts],
        "progress": [
            {
                "module": row.module,
                "opened_at": _moment(row.opened_at),
                "finished_at": _moment(row.finished_at),
                "steps_done": list(row.done),
            }
            for row in taken.progress.values()
        ],
        "sharing": [_link(link, taken.programme) for link in taken.links],
        "looks": [
            {"row": one.seq, "at": _moment(one.at), "actor": one.actor, "what": one.what, "why": one.why}
            for one in taken.looks
        ],
        "log_head": str(taken.head) if taken.head else None,
    }


def _part(part: Part, say: Say) -> dict[str, Any]:
    pieces = [_piece(piece, say) for piece in part.pieces]
    return {"id": part.id, "kind": part.kind, "title": say(part.title), "pieces": pieces}


def _piece(piece: Piece, say: Say) -> dict[str, Any]:
    return {
        "id": piece.id,
        "heading": say(piece.heading) or None,
        "on": piece.on.isoformat(),
        "for_day": piece.for_day.isoformat() if piece.for_day else None,
        "notes": [say(note) for note in piece.notes],
        "lines": [_line(line, say) for line in piece.lines],
        "saved": dict(piece.saved),
    }


def _line(line: Line, say: Say) -> dict[str, Any]:
    return {
        "id": line.name or None,
        "asked": say(line.question) or None,
        "answered": line.day.isoformat() if line.day else say(line.words),
        "on": line.on.isoformat() if line.on else None,
    }


def _link(link: Link, programme: Programme) -> dict[str, Any]:
    titles = {share.id: share.title for share in programme.shares.values()}
    return {
        "doctor": link.gp_name,
        "practice": link.practice,
        "began_at": _moment(link.granted_at),
        "ended_at": _moment(link.ended_at),
        "shares": [{"id": one, "title": titles.get(one)} for one in sorted(link.agreed(programme))],
    }


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
