"""A GP and a patient who come with nothing but their browsers, and the way until the first step."""

import re

import pyotp
from apps import Comes
from pages import Browser
from people import Surgery
from sqlalchemy.orm import Session

from selfhelp.care import accounts

GPS_WORDS, PATIENTS_WORDS = "elv måne korg sang", "sti bekk lykt ull"
A_CODE = re.compile(r"<li>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</li>")


class People:
    def __init__(self, comes: Comes, surgery: Surgery, language: str) -> None:
        self.surgery, self.language = surgery, language
        self.gp, self.patient = comes(language=language), comes(language=language)

    def gp_activates(self) -> None:
        """By the one-time link the operator gave."""
        link = f"/activate/{self._token()}"
        gp = self.gp.opens(link)
        secret = re.search(r'class="code">([A-Z2-7 ]+)<', gp.html)
        assert secret is not None
        gp.saves({"passphrase": GPS_WORDS, "code": pyotp.TOTP(secret[1].replace(" ", "")).now()})
        gp.private |= {"Kari Lege", GPS_WORDS}
        assert len(A_CODE.findall(gp.html)) == 8
        assert gp.follows("I have the codes on paper").path == "/gp/patients"
        assert gp.window().opens(link).status == 410

    def gp_invites(self) -> str:
        """Two clicks from the list to the slip; return the code in large type."""
        written = {"note": "rød lue", "office_number": "22 33 44 55", "language": self.language}
        self.gp.follows("Invite a patient").saves(written)
        code = re.search(r'class="code">([0-9A-Z-]{19})<', self.gp.html)
        assert code is not None
        assert "data:image/svg+xml" in self.gp.html
        assert "22 33 44 55" in self.gp.text
        return code[1]

    def patient_joins(self, code: str) -> Browser:
        """Until home: the code, user name and passphrase, codes on paper, consent."""
        patient = self.patient.opens(f"/start/{code}").saves()
        assert patient.path == "/start/account"
        patient.private |= {patient.main_form().data()["user_name"][0], PATIENTS_WORDS, code[5:]}
        patient.saves({"passphrase": PATIENTS_WORDS})
        assert len(A_CODE.findall(patient.html)) == 8
        assert patient.follows("I have the codes on paper").path == "/consent"
        assert "Kari Lege" in patient.text
        return patient.presses("Share everything and go on")

    def _token(self) -> str:
        with Session(self.surgery.engine) as session:
            new = accounts.add_gp(
                session,
                user_name="kari",
                display_name="Kari Lege",
                practice="Strandveien legesenter",
                locale=self.language,
                now=self.surgery.now,
            )
            session.commit()
        return new.token
