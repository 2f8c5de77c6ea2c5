"""Handing mail in to a real server: encrypted, logged in, and with a clear answer to each mail."""

from email.headerregistry import Address
from email.message import EmailMessage

import pytest
from mail_server import (
    HERE,
    PASSWORD,
    SENDER,
    USER,
    MailBox,
    Papers,
    box,
    free_port,
    mail_server,
    papers,
    trusted,
)

from selfhelp.mailing import NotReachableError, PostOffice, RefusedError, TryLaterError, UnknownError
from selfhelp.settings import MailServer

pytestmark = pytest.mark.mail
__all__ = ["box", "papers", "trusted"]
THEIRS = "noen@example.no"


def a_mail(to: str = THEIRS) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = SENDER, Address(addr_spec=to), "Påminnelse"
    mail.set_content("Blåbær på Ås", cte="quoted-printable")
    return mail


class TestTheWayIn:
    def test_is_plain_only_to_this_machine_and_without_a_password(self, box: MailBox) -> None:
        with PostOffice(box.server()) as office:
            office.send(a_mail())

        assert [mail["Subject"] for mail in box.mails] == ["Påminnelse"]
        assert box.mails[0].get_content().strip() == "Blåbær på Ås"
        assert MailServer(HERE, 25, SENDER).may_be_plain
        assert not MailServer(HERE, 25, SENDER, user=USER, password=PASSWORD).may_be_plain
        assert not MailServer("mail.example.org", 25, SENDER).may_be_plain

    def test_is_encrypted_by_starttls_before_anybody_logs_in(self, trusted: Papers) -> None:
        with trusted.with_starttls() as box:
            with PostOffice(box.server(user=USER, password=PASSWORD)) as office:
                office.send(a_mail())
            assert len(box.mails) == 1

    def test_is_encrypted_from_the_start_where_the_address_says_so(self, trusted: Papers) -> None:
        with trusted.with_tls() as box:
            with PostOffice(box.server(tls_from_the_start=True)) as office:
                office.send(a_mail())
            assert len(box.mails) == 1

    def test_is_shut_by_a_certificate_nobody_knows(self, papers: Papers) -> None:
        with papers.with_tls() as box, PostOffice(box.server(tls_from_the_start=True)) as office:
            with pytest.raises(NotReachableError, match="a certificate that this machine does not trust"):
                office.send(a_mail())
            assert box.mails == []

    def test_is_shut_by_a_wrong_password(self, trusted: Papers) -> None:
        with trusted.with_starttls() as box, PostOffice(box.server(user=USER, password="feil")) as office:
            with pytest.raises(NotReachableError, match="does not accept the user and password"):
                office.send(a_mail())
            assert box.mails == []

    def test_never_sends_a_password_in_the_clear(self, box: MailBox) -> None:
        with (
            PostOffice(box.server(user=USER, password=PASSWORD)) as office,
            pytest.raises(NotReachableError, match="Try smtps://"),
        ):
            office.send(a_mail())

    def test_is_not_there_when_nobody_listens(self) -> None:
        with (
            PostOffice(MailServer(HERE, free_port(), SENDER)) as office,
            pytest.raises(NotReachableError, match="does not answer"),
        ):
            office.ready()


class TestTheAnswer:
    @pytest.mark.parametrize(
        ("said", "raised"),
        [
            ("550 5.1.1 No such user", RefusedError),
            ("550 5.7.1 Relaying denied", TryLaterError),
            ("450 4.2.0 Come again, you are greylisted", TryLaterError),
            ("421 4.3.2 Closing", TryLaterError),
        ],
    )
    def test_tells_a_bad_address_from_a_bad_day(
        self, box: MailBox, said: str, raised: type[Exception]
    ) -> None:
        box.refuses[THEIRS] = said

        with PostOffice(box.server()) as office:
            with pytest.raises(raised) as error:
                office.send(a_mail())
            office.send(a_mail("andre@example.no"))

        assert THEIRS not in str(error.value)
        assert [mail["To"] for mail in box.mails] == ["andre@example.no"]

    def test_tells_that_we_may_not_send_at_all(self, box: MailBox) -> None:
        box.refuses_sender = "553 5.7.1 Not from here"

        with PostOffice(box.server()) as office, pytest.raises(NotReachableError, match="SELFHELP_MAIL_FROM"):
            office.send(a_mail())

    def test_is_unknown_when_the_server_falls_silent_at_the_end(self, box: MailBox) -> None:
        box.falls_silent = True
        with PostOffice(box.server()) as office:
            with pytest.raises(UnknownError):
                office.send(a_mail())
            box.falls_silent = False
            office.send(a_mail())

        assert len(box.mails) == 1

    def test_comes_again_after_the_server_was_away(self) -> None:
        with mail_server() as first:
            office = PostOffice(first.server())
            office.send(a_mail())
        with pytest.raises(NotReachableError):
            office.send(a_mail())
        with office:
            pass
