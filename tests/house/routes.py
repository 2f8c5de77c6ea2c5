"""Every route with something to call it with. A route that is missing here makes the house tests fail."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from databases import NOW, a_passkey
from flask import Flask
from people import Gp, Patient, Surgery, shipped_catalogue
from sqlalchemy.orm import Session

from selfhelp.care import accounts, answers, entries
from selfhelp.care.answers import Given
from selfhelp.care.mine import Mine
from selfhelp.care.windows import Page
from selfhelp.records.people import Person
from selfhelp.web.access_list import ACCESS

LETTER = ("people", "stay-well", "to-myself")  # module, step, exercise


@dataclass(frozen=True, slots=True)
class Things:
    """What the routes' addresses name: all of it one patient's, or that patient's GP's."""

    patient: UUID
    entry: UUID
    invitation: UUID
    code: str
    activation: str
    passkey: UUID
    module: str = "link"
    tool: str = "chain"

    @classmethod
    def nobodys(cls) -> "Things":
        """What is nowhere: every name made up, and well formed."""
        code, token = "7K3M-9QXD-2HTR-5WVB", "no-such-token"
        return cls(uuid4(), uuid4(), uuid4(), code, token, uuid4(), "no-module", "no-tool")

    def _lesson_step(self) -> dict[str, object]:
        lesson = next(iter(shipped_catalogue().source.course.values()))
        known = lesson.id if self.module == "link" else "no-lesson"
        return {"lesson_id": known, "step_id": lesson.steps[0].id}

    def _letter(self) -> dict[str, object]:
        module, _, letter = LETTER
        return {"module_id": module if self.module == "link" else "no-module", "exercise_id": letter}

    def arguments(self, endpoint: str) -> dict[str, object]:
        """What this endpoint's address is made of."""
        step = {"module_id": self.module, "step_id": "goals"}
        entry = {"tool_id": self.tool, "entry_id": self.entry}
        known: dict[str, dict[str, object]] = {
            "static": {"filename": "main.js"},
            "public.media": {"name": "chain.svg"},
            "account.activate": {"token": self.activation},
            "join.by_link": {"typed": self.code},
            "reminders.go_on": {"language": "nb"},
            "reminders.confirm": {"token": self.activation},
            "reminders.off": {"token": self.activation},
            "patient.remove_passkey": {"passkey_id": self.passkey},
            "patient.module": {"module_id": self.module},
            "patient.agreed": {"module_id": self.module},
            "patient.step": {**step},
            "patient.sitting_done": {**step},
            "patient.module_done": {"module_id": self.module},
            "patient.letter": self._letter(),
            "patient.put_away": self._letter(),
            "patient.tool": {"tool_id": self.tool},
            "patient.tool_sheet": {"tool_id": self.tool},
            "patient.tool_sheet_pdf": {"tool_id": self.tool},
            "patient.workbook_part": {"part_id": f"tool-{self.tool}"},
            "patient.new_entry": {"tool_id": self.tool},
            "patient.entry_begun": {"tool_id": self.tool, "entry_id": UUID(int=9)},
            "patient.entry": {**entry},
            "patient.remove_entry": {**entry},
            "gp.brief": {"module_id": self.module},
            "gp.course_step": self._lesson_step(),
            "gp.try_module": {"module_id": self.module},
            "patient.undo_removal": {**entry},
            "gp.slip": {"invitation_id": self.invitation},
            "gp.slip_pdf": {"invitation_id": self.invitation},
            "gp.invitation": {"invitation_id": self.invitation},
            "gp.renew": {"invitation_id": self.invitation},
            "gp.withdraw": {"invitation_id": self.invitation},
            "gp.remove_passkey": {"passkey_id": self.passkey},
            "gp.follow_up": {"patient": self.patient},
            "gp.follow_up_text": {"patient": self.patient},
            "gp.follow_up_sheet": {"patient": self.patient},
            "gp.follow_up_pdf": {"patient": self.patient},
        }
        return known.get(endpoint, {})


@dataclass(frozen=True, slots=True)
class Call:
    endpoint: str
    method: str
    path: str

    @property
    def access(self) -> str:
        return ACCESS[self.endpoint]

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


def things_of(surgery: Surgery, gp: Gp, patient: Patient) -> Things:
    """One of everything that an address can name."""
    mine = surgery.place_of(patient)
    slip = surgery.slip(gp)
    wanted = uuid4()
    with Session(surgery.engine) as session:
        entries.save_entry(
            session, mine=mine, tool=mine.programme.tools["chain"], wanted=wanted, values={"event": "Mandag"},
            page=Page("page", 0), now=NOW,
        )  # fmt: skip
        write_letter(session, mine)
        new = accounts.add_gp(
            session, user_name="ny-lege", display_name="Nina Ny", practice="", locale="nb", now=surgery.now
        )
        passkey = a_passkey(session.get_one(Person, gp.id))
        session.add(passkey)
        session.commit()
        return Things(patient.enrolment_id, wanted, slip.invitation_id, slip.code, new.token, passkey.id)


def write_letter(session: Session, mine: Mine) -> None:
    """A letter to oneself that has come."""
    module, step, letter = LETTER
    answers.save_answers(
        session, mine=mine, module=module, step=step, page=Page("page", 0), now=NOW,
        given=Given({letter: {"text": "Mandag", "day": "2026-01-01"}}, frozenset(), ""),
    )  # fmt: skip


def calls(app: Flask, things: Things) -> Iterator[Call]:
    """Every route by every method, as a request to call it with."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                path = app.url_for(rule.endpoint, **things.arguments(rule.endpoint))  # type: ignore[arg-type]
                yield Call(rule.endpoint, method, path)
