import base64
from pathlib import Path
from typing import Any, ClassVar

import pytest

from selfhelp import settings
from selfhelp.settings import MailServer, RelyingParty, Settings, SettingsError, shipped

SENDER = "post@example.org"
ENOUGH = {
    "SELFHELP_SECRET_KEY": "a-secret-that-nobody-could-guess-ever",
    "SELFHELP_DATABASE_URL": "sqlite:///selfhelp.sqlite",
    "SELFHELP_KEYS_URL": "sqlite:///keys.sqlite",
    "SELFHELP_MASTER_KEY": base64.b64encode(bytes(range(32))).decode(),
    "SELFHELP_PUBLIC_URL": "https://selvhjelp.example.org/",
}


def complaint(**changed: str) -> str:
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({**ENOUGH, **changed})
    return str(error.value)


class TestFromEnvironment:
    def test_needs_five_settings_and_takes_safe_values_for_the_rest(self) -> None:
        assert Settings.from_environment(ENOUGH) == Settings(
            secret_key="a-secret-that-nobody-could-guess-ever",
            database_url="sqlite:///selfhelp.sqlite",
            keys_url="sqlite:///keys.sqlite",
            master_key=bytes(range(32)),
            content=shipped("content"),
            public_url="https://selvhjelp.example.org",
            secure_cookies=True,
            reload_content=False,
            trusted_proxies=0,
            self_enrolment=False,
            content_verified_by=None,
            mail=None,
            demo=False,
        )

    def test_reads_what_an_operator_chose(self, tmp_path: Path) -> None:
        chosen = Settings.from_environment(
            ENOUGH
            | {
                "SELFHELP_CONTENT": str(tmp_path),
                "SELFHELP_BACKUP_TO": "age1abc",
                "SELFHELP_OTHER_MASTER_KEY": base64.b64encode(bytes(32)).decode(),
                "SELFHELP_SECURE_COOKIES": "no",
                "SELFHELP_RELOAD_CONTENT": "yes",
                "SELFHELP_TRUSTED_PROXIES": "2",
                "SELFHELP_SELF_ENROLMENT": "yes",
                "SELFHELP_CONTENT_VERIFIED_BY": "Kari Nordmann, 2027-01-15",
            }
        )

        assert chosen.content == tmp_path
        assert chosen.other_master_key == bytes(32)
        assert chosen.backup_to == "age1abc"
        assert chosen.secure_cookies is False
        assert chosen.reload_content is True
        assert chosen.trusted_proxies == 2
        assert chosen.self_enrolment is True
        assert chosen.content_verified_by == "Kari Nordmann, 2027-01-15"

    def test_lists_all_that_is_missing_at_once(self) -> None:
        with pytest.raises(SettingsError) as error:
            Settings.from_environment({"SELFHELP_SECRET_KEY": "   "})

        assert str(error.value).splitlines() == [
            "Set SELFHELP_SECRET_KEY before starting.",
            "Set SELFHELP_DATABASE_URL before starting.",
            "Set SELFHELP_KEYS_URL before starting.",
            "Set SELFHELP_MASTER_KEY before starting.",
            "Set SELFHELP_PUBLIC_URL before starting. See docs/settings.md.",
        ]

    def test_refuses_a_secret_that_is_short(self) -> None:
        assert complaint(SELFHELP_SECRET_KEY="hunter2") == (
            "Make SELFHELP_SECRET_KEY longer: at least 32 random letters. See docs/settings.md."
        )

    def test_refuses_the_same_master_key_twice(self) -> None:
        assert complaint(SELFHELP_OTHER_MASTER_KEY=ENOUGH["SELFHELP_MASTER_KEY"]) == (
            "Let SELFHELP_OTHER_MASTER_KEY be another key than SELFHELP_MASTER_KEY, or leave it out. "
            "See docs/settings.md."
        )

    def test_refuses_to_keep_the_keys_beside_what_they_open(self) -> None:
        assert complaint(SELFHELP_KEYS_URL=ENOUGH["SELFHELP_DATABASE_URL"]) == (
            "Let SELFHELP_KEYS_URL name another database than SELFHELP_DATABASE_URL: keys lie apart."
            " See docs/settings.md."
        )

    @pytest.mark.parametrize("key", ["not base64!", "c2hvcnQ=", "æ"])
    def test_refuses_a_master_key_of_the_wrong_shape(self, key: str) -> None:
        assert complaint(SELFHELP_MASTER_KEY=key) == (
            "Let SELFHELP_MASTER_KEY be 32 random bytes, written as base64. See docs/settings.md."
        )

    def test_refuses_a_content_folder_that_is_not_there(self, tmp_path: Path) -> None:
        nowhere = tmp_path / "nowhere"

        assert complaint(SELFHELP_CONTENT=str(nowhere)) == (
            f"Let SELFHELP_CONTENT name a folder that exists. There is none at {nowhere}."
            " See docs/settings.md."
        )

    @pytest.mark.parametrize(
        "url",
        ["selvhjelp.example.org", "http://selvhjelp.example.org", "https://", "https://[", "https://a b",
         "https://selvhjelp.example.org:abc", "https://selvhjelp.example.org:99999", "ftp://127.0.0.1",
         "https://user:word@selvhjelp.example.org", "https://selvhjelp.example.org/?a=b", "https:///start"],
    )  # fmt: skip
    def test_refuses_an_address_that_anybody_could_listen_to_or_that_is_none(self, url: str) -> None:
        assert complaint(SELFHELP_PUBLIC_URL=url) == (
            "Let SELFHELP_PUBLIC_URL be an address like https://selvhjelp.example.org. Only 127.0.0.1 may do"
            " with http://. See docs/settings.md."
        )

    @pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000"])
    def test_lets_a_trial_on_ones_own_machine_do_without_https(self, url: str) -> None:
        assert Settings.from_environment({**ENOUGH, "SELFHELP_PUBLIC_URL": url}).public_url == url

    @pytest.mark.parametrize(
        "name", ["SELFHELP_SECURE_COOKIES", "SELFHELP_RELOAD_CONTENT", "SELFHELP_SELF_ENROLMENT"]
    )
    def test_takes_yes_or_no_and_nothing_that_looks_like_it(self, name: str) -> None:
        assert complaint(**{name: "false"}) == f"Let {name} be yes or no, not “false”. See docs/settings.md."

    @pytest.mark.parametrize("number", ["-1", "two", "10", "²"])
    def test_refuses_a_number_of_proxies_that_cannot_be(self, number: str) -> None:
        assert complaint(SELFHELP_TRUSTED_PROXIES=number) == (
            f"Let SELFHELP_TRUSTED_PROXIES be a number from 0 to 9, not “{number}”. See docs/settings.md."
        )

    @pytest.mark.parametrize(
        ("url", "server"),
        [
            ("smtp://localhost:25", MailServer("localhost", 25, SENDER)),
            ("smtp://mail.example.org", MailServer("mail.example.org", 587, SENDER)),
            (
                "smtps://paminnelse:et%20langt%40ord@mail.example.org",
                MailServer("mail.example.org", 465, SENDER, True, "paminnelse", "et langt@ord"),  # noqa: FBT003
            ),
        ],
    )
    def test_reads_where_mail_is_handed_in(self, url: str, server: MailServer) -> None:
        chosen = Settings.from_environment({**ENOUGH, "SELFHELP_SMTP_URL": url, "SELFHELP_MAIL_FROM": SENDER})

        assert chosen.mail == server
        assert "langt" not in repr(chosen)

    @pytest.mark.parametrize(
        "url",
        ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://user@mail.example.org",
         "smtp://mail.example.org:abc", "smtps://a:secret@mail.example.org/inbox", "smtp://["],
    )  # fmt: skip
    def test_refuses_a_mail_server_that_is_none_and_tells_no_password(self, url: str) -> None:
        assert complaint(SELFHELP_SMTP_URL=url, SELFHELP_MAIL_FROM=SENDER) == (
            "Let SELFHELP_SMTP_URL be like smtps://user:password@mail.example.org. See docs/settings.md."
        )

    @pytest.mark.parametrize("sender", ["Et steg <post@example.org>", "post", "a@b@c", "på@example.org"])
    def test_refuses_a_sender_that_is_no_address_alone(self, sender: str) -> None:
        assert complaint(SELFHELP_SMTP_URL="smtp://localhost", SELFHELP_MAIL_FROM=sender) == (
            "Let SELFHELP_MAIL_FROM be an address alone, like reminder@example.org. See docs/settings.md."
        )

    @pytest.mark.parametrize("name", ["SELFHELP_SMTP_URL", "SELFHELP_MAIL_FROM"])
    def test_asks_for_both_of_what_mail_needs(self, name: str) -> None:
        assert complaint(**{name: "smtp://localhost"}) == (
            "Set both SELFHELP_SMTP_URL and SELFHELP_MAIL_FROM, or neither: then no mail is sent. "
            "See docs/settings.md."
        )


class TestSettings:
    def test_keeps_its_secrets_out_of_its_repr(self) -> None:
        shown = repr(Settings.from_environment(ENOUGH))

        assert "nobody-could-guess" not in shown
        assert "master_key" not in shown


class TestShipped:
    def test_finds_the_folders_beside_the_package_in_a_checkout(self) -> None:
        assert shipped("content") == Path(settings.__file__).parent.parent / "content"

    def test_prefers_what_a_wheel_packed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        packed = tmp_path / "shipped" / "migrations"
        packed.mkdir(parents=True)
        monkeypatch.setattr(settings, "__file__", str(tmp_path / "settings.py"))

        assert shipped("migrations") == packed


class Listening(dict[str, str]):
    """An environment that remembers what it was asked for."""

    asked: ClassVar[set[str]] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)


class TestTheSettingsPage:
    def test_knows_every_variable_that_is_read(self) -> None:
        Settings.from_environment(environment := Listening(ENOUGH))

        assert environment.asked == {*settings.REQUIRED, *settings.OPTIONAL}

    def test_describes_every_setting_and_no_other(self) -> None:
        page = Path(settings.__file__).parent.parent / "docs" / "settings.md"
        rows = [line.split("`")[1] for line in page.read_text("utf-8").splitlines() if line.startswith("| `")]

        assert rows == [*settings.REQUIRED, *settings.OPTIONAL]

    def test_no_other_variable_is_read_anywhere(self) -> None:
        package = Path(settings.__file__).parent
        readers = [path.name for path in package.rglob("*.py") if "environ" in path.read_text("utf-8")]

        commands = {
            "cli.py",
            *(f"cli_{one}.py" for one in ("content", "opened", "publish", "remind", "translations")),
        }
        assert set(readers) <= {"settings.py", "app.py", *commands}


class TestTheRelyingParty:
    @pytest.mark.parametrize(
        ("url", "domain", "origin"),
        [
            ("https://selvhjelp.example.org", "selvhjelp.example.org", "https://selvhjelp.example.org"),
            (
                "https://Selvhjelp.example.org:443/kurs",
                "selvhjelp.example.org",
                "https://selvhjelp.example.org",
            ),
            (
                "https://selvhjelp.example.org:8443",
                "selvhjelp.example.org",
                "https://selvhjelp.example.org:8443",
            ),
            ("https://påskeøya.example", "xn--pskeya-iua9m.example", "https://xn--pskeya-iua9m.example"),
            ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ],
    )
    def test_is_the_domain_and_the_origin_as_browsers_write_it(
        self, url: str, domain: str, origin: str
    ) -> None:
        settings = Settings.from_environment(ENOUGH | {"SELFHELP_PUBLIC_URL": url})

        assert settings.relying_party == RelyingParty(domain, origin)

    @pytest.mark.parametrize(
        "url",
        ["http://127.0.0.1:8000", "http://[::1]:8000", "https://192.0.2.7", f"https://{'x' * 64}.example"],
    )
    def test_is_nobody_where_no_browser_gives_passkeys(self, url: str) -> None:
        assert Settings.from_environment(ENOUGH | {"SELFHELP_PUBLIC_URL": url}).relying_party is None
