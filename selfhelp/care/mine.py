"""A patient's own place: what every deed of the patient's needs, loaded once a request."""

from dataclasses import dataclass
from uuid import UUID

from selfhelp.content.model import Programme
from selfhelp.records.encryption import DataKey


@dataclass(frozen=True, slots=True)
class Mine:
    """One enrolment, the key to its words, and the programme in the language being read."""

    enrolment_id: UUID
    key: DataKey
    programme: Programme
    character: str = ""
