"""`selfhelp remind`: each reminder once, whatever happens around it, and nothing of anybody said."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import pytest
from click.testing import Result
from kept import addresses
from mail_server import HERE, PASSWORD, SENDER, USER, Gate, MailBox, Papers, box, papers, trusted
from mistakes import MASTER
from pages import TELLING
from people import CHEAP, Patient, Surgery
from sqlalchemy.orm import Session
from test_cli import ends_with, enough, here, run, told

from selfhelp import cli_remind
from selfhelp.care import reminders
from selfhelp.care.hashing import Hasher
from selfhelp.care.reminders import Wish
from selfhelp.records.course import Reminder
from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore

pytestmark = pytest.mark.mail
__all__ = ["box", "here", "papers", "trusted"]

NOW = datetime(2026, 12, 1, 17, 20, tzinfo=UTC)  # a Tuesday, in the evening in Norway
SITE = "https://selvhjelp.example.org"
A_LINK = re.compile(r"https?://\S+")
AT_THAT_TIME = (
    "from datetime import datetime, UTC; from selfhelp import cli_remind; "
    f"cli_remind.now = lambda: datetime.fromisoformat('{NOW.isoformat()}'); "
    "from selfhelp.cli import main; main(['remind'])"
)
Asks = Callable[..., Patient]


@pytest.fixture(autouse=True)
def _at_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_remind, "now", lambda: NOW)


@pytest.fixture
def surgery(here: Path) -> Iterator[Surgery]:
    engine, keys_engine = map(make_engine, addresses(here))
    master = MasterKey(MASTER)
    yield Surgery(engine, KeyStore(keys_engine, master), master, Hasher(CHEAP), NOW - timedelta(days=30))
    engine.dispose()
    keys_engine.dispose()


@pytest.fixture
def asks(surgery: Surgery) -> Asks:
    """Let a patient ask for reminders on Tuesdays at six, and confirm the address."""
    gp = surgery.gp()

    def asks(address: str, locale: str = "nb") -> Patient:
        patient = surgery.patient(gp, locale=locale)
        here, wish = patient.enrolment_id, Wish(address, ["2"], 18)
        with Session(surgery.engine) as session:
            tokens = reminders.set_up(
                session, key=surgery.keys.key(here), enrolment_id=here, wish=wish, now=NOW
            )
            assert tokens is not None
            reminders.confirm(session, tokens.confirm, NOW)
            session.commit()
        return patient

    return asks


def mail_settings(box: MailBox, log_in: str = "", scheme: str = "smtp") -> dict[str, str]:
    return {
        "SELFHELP_SMTP_URL": f"{scheme}://{log_in}{HERE}:{box.port}",
        "SELFHELP_MAIL_FROM": SENDER,
    }


def remind(here: Path, box: MailBox) -> Result:
    return run("remind", here, **mail_settings(box))


def begun(here: Path, box: MailBox) -> subprocess.Popen[str]:
    """The command as a process of its own, as cron starts it."""
    return subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "-c", AT_THAT_TIME], env=os.environ | enough(here) | mail_settings(box),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


class TestRemind:
    def test_sends_each_once_however_often_it_runs(self, here: Path, box: MailBox, asks: Asks) -> None:
        asks("en@example.no")
        asks("to@example.no")

        said = [told(remind(here, box)) for _ in range(3)]

        assert said == [(0, "2 sent.\n", ""), (0, "0 sent.\n", ""), (0, "0 sent.\n", "")]
        assert sorted(str(mail["To"]) for mail in box.mails) == ["en@example.no", "to@example.no"]

    def test_sends_each_once_when_two_run_at_once(self, here: Path, box: MailBox, asks: Asks) -> None:
        addresses = [f"nummer-{number}@example.no" for number in range(12)]
        for address in addresses:
            asks(address)

        runs = [begun(here, box) for _ in range(2)]
        said = [one.communicate(timeout=60) for one in runs]

        # On a busy machine one of them may wait for the other in vain, and says so.
        assert all(
            one.returncode == 0 or "held by another program" in err
            for one, (_, err) in zip(runs, said, strict=True)
        ), said
        assert sorted(str(mail["To"]) for mail in box.mails) == sorted(addresses)

    def test_sends_none_twice_when_it_was_killed_in_the_middle(
        self, here: Path, box: MailBox, asks: Asks
    ) -> None:
        addresses = [f"nummer-{number}@example.no" for number in range(3)]
        for address in addresses:
            asks(address)
        box.hears = gate = Gate()
        killed = begun(here, box)
        assert gate.reached.wait(30)
        killed.send_signal(signal.SIGKILL)
        killed.communicate(timeout=30)
        gate.opened.set()

        done = remind(here, box)

        assert told(done) == (0, "2 sent.\n", "")
        assert len({str(mail["To"]) for mail in box.mails}) == len(box.mails) == 2

    def test_goes_on_past_a_bad_address_and_stops_writing_there(
        self, here: Path, box: MailBox, asks: Asks, surgery: Surgery
    ) -> None:
        bad = asks("feil@example.no")
        asks("en@example.no")
        box.refuses["feil@example.no"] = "550 5.1.1 <feil@example.no> does not exist"

        assert told(remind(here, box)) == (0, "1 sent, 1 to an address that does not exist.\n", "")

        assert [str(mail["To"]) for mail in box.mails] == ["en@example.no"]
        with Session(surgery.engine) as session:
            assert session.get_one(Reminder, bad.enrolment_id).refused_at == NOW

    def test_tries_again_within_the_hour_what_was_not_taken(
        self, here: Path, box: MailBox, asks: Asks
    ) -> None:
        asks("en@example.no")
        box.refuses["en@example.no"] = "450 4.2.0 Greylisted, try again"
        first = told(remind(here, box))
        box.refuses.clear()

        assert first == (
            0,
            "0 sent, 1 not taken by the mail server, to be tried again within the hour.\n",
            "",
        )
        assert told(remind(here, box)) == (0, "1 sent.\n", "")

    def test_does_not_try_again_what_may_have_been_sent(self, here: Path, box: MailBox, asks: Asks) -> None:
        asks("en@example.no")
        box.falls_silent = True
        first = told(remind(here, box))
        box.falls_silent = False

        assert first == (0, "0 sent, 1 perhaps not sent: the mail server fell silent.\n", "")
        assert told(remind(here, box)) == (0, "0 sent.\n", "")

    def test_claims_nothing_while_the_server_is_away(self, here: Path, box: MailBox, asks: Asks) -> None:
        asks("en@example.no")
        away = {**mail_settings(box), "SELFHELP_SMTP_URL": f"smtp://{HERE}:1"}

        said = "The mail server in SELFHELP_SMTP_URL does not answer, or not as a mail server does."
        assert told(run("remind", here, **away)) == ends_with(said)
        assert told(remind(here, box)) == (0, "1 sent.\n", "")

    def test_gives_back_what_we_may_not_send(self, here: Path, box: MailBox, asks: Asks) -> None:
        asks("en@example.no")
        box.refuses_sender = "553 5.7.1 Not from here"

        said = "The mail server takes no mail from the address in SELFHELP_MAIL_FROM."
        assert told(remind(here, box)) == ends_with(said)
        box.refuses_sender = ""
        assert told(remind(here, box)) == (0, "1 sent.\n", "")

    def test_goes_on_past_somebody_who_has_been_deleted(
        self, here: Path, box: MailBox, asks: Asks, surgery: Surgery
    ) -> None:
        gone = asks("borte@example.no")
        asks("en@example.no")
        surgery.keys.destroy(gone.enrolment_id)

        assert remind(here, box).stdout == "1 sent, 1 that could not be read.\n"

    def test_encrypts_and_logs_in(self, here: Path, trusted: Papers, asks: Asks) -> None:
        asks("en@example.no")
        log_in = f"{USER}:{PASSWORD.replace(' ', '%20')}@"
        with trusted.with_starttls() as box:
            assert told(run("remind", here, **mail_settings(box, log_in))) == (0, "1 sent.\n", "")
            assert len(box.mails) == 1

    def test_says_what_to_set_where_there_is_no_mail_server(self, here: Path) -> None:
        said = (
            "Set SELFHELP_SMTP_URL and SELFHELP_MAIL_FROM, and patients can ask for reminders. "
            "See docs/settings.md."
        )
        assert told(run("remind", here)) == ends_with(said)


class TestWhatIsSaid:
    """Drill 15: an address stands in the mail and nowhere else."""

    CANARY = "kanarifugl.nordmann@example.no"

    @pytest.mark.parametrize(
        "refusal", ["", "550 5.1.1 {} unknown", "450 4.2.0 {} later", "550 5.7.1 {} no", "421 4.3.2 {} bye"]
    )
    def test_names_nobody_whatever_the_server_says(
        self, here: Path, box: MailBox, asks: Asks, caplog: pytest.LogCaptureFixture, refusal: str
    ) -> None:
        asks(self.CANARY)
        if refusal:
            box.refuses[self.CANARY] = refusal.format(self.CANARY)

        with caplog.at_level("DEBUG"):
            done = remind(here, box)

        ours = [record for record in caplog.records if record.name != "mail.log"]  # that is the server's own
        everything = done.output + "".join(record.getMessage() + str(record.exc_text) for record in ours)
        for file in here.iterdir():
            with suppress(IsADirectoryError):
                everything += file.read_bytes().decode("latin-1")
        assert "kanarifugl" not in everything


def the_mail(box: MailBox) -> EmailMessage:
    [mail] = box.mails
    return mail


@pytest.mark.parametrize(("locale", "word"), [("nb", "Påminnelse"), ("en", "Reminder")])
class TestTheMail:
    def test_tells_nothing_of_what_this_is(
        self, here: Path, box: MailBox, asks: Asks, locale: str, word: str
    ) -> None:
        patient = asks("en@example.no", locale)
        remind(here, box)
        mail = the_mail(box)

        assert (mail["Subject"], mail.get_content_type()) == (word, "text/plain")
        assert parseaddr(str(mail["From"])) == (word, SENDER)
        said = f"{mail['Subject']} {A_LINK.sub('', mail.get_content())}"
        assert not TELLING.search(said)
        assert not re.search(
            r"selfhelp|selvhjelp|modul|program|lege|doctor|helse|health|Ett steg", said, re.I
        )
        assert patient.user_name not in mail.as_string()

    def test_links_to_a_way_on_and_to_the_off_switch_alone(
        self, here: Path, box: MailBox, asks: Asks, surgery: Surgery, locale: str, word: str
    ) -> None:
        patient = asks("en@example.no", locale)
        remind(here, box)
        mail = the_mail(box)

        with Session(surgery.engine) as session:
            row = session.get_one(Reminder, patient.enrolment_id)
            _, off = reminders.opened(surgery.keys.key(patient.enrolment_id), row)
        ways = [f"{SITE}/reminders/go-on/{locale}", f"{SITE}/reminders/off/{off}"]
        assert A_LINK.findall(mail.get_content()) == ways
        assert mail["List-Unsubscribe"] == f"<{SITE}/reminders/off/{off}>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Message-ID"].endswith("@example.org>")

    def test_stands_on_the_wire_as_every_server_takes_it(
        self, here: Path, box: MailBox, asks: Asks, locale: str, word: str
    ) -> None:
        asks("en@example.no", locale)
        remind(here, box)
        [envelope] = box.envelopes
        raw = envelope.original_content or b""

        assert raw.isascii()
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, ["en@example.no"])
        assert b"\r\nList-Unsubscribe: <https://" in raw
