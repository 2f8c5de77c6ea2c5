"""What deploy/ holds and docs/deploy.md says fits this version: its commands, its settings, its limits."""

import base64
import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from selfhelp import settings as names
from selfhelp.app import LONGEST_REQUEST
from selfhelp.cli import main
from selfhelp.settings import Settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").rglob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").rglob("*.timer"))
GUIDE = (ROOT / "docs" / "deploy.md").read_text("utf-8")
NGINX = (DEPLOY / "nginx" / "selfhelp.conf").read_text("utf-8")
SECRETS = {
    "SELFHELP_SECRET_KEY=''": f"SELFHELP_SECRET_KEY='{'s' * 40}'",
    "SELFHELP_MASTER_KEY=''": f"SELFHELP_MASTER_KEY='{base64.b64encode(bytes(range(32))).decode()}'",
}


def commands() -> set[str]:
    """Every command line of selfhelp's that a unit runs or the guide shows."""
    run = [line for unit in UNITS for line in unit.read_text("utf-8").splitlines()]
    shown = [line for block in re.findall(r"```\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
    found = (
        re.match(r"(?:ExecStart=)?(?:/opt/selfhelp\S*/)?selfhelp ([^#&|]*)", line) for line in run + shown
    )
    return {one[1].strip() for one in found if one}


def example(tmp_path: Path) -> Path:
    """The settings of the example, with secrets put in as the guide says."""
    written = (DEPLOY / "settings.example").read_text("utf-8")
    for empty, filled in SECRETS.items():
        assert empty in written
        written = written.replace(empty, filled)
    (file := tmp_path / "settings").write_text(written, "utf-8")
    return file


def begun(timer: Path) -> bool:
    """Whether the guide starts a timer."""
    return any(timer.name in line for line in GUIDE.splitlines() if line.startswith("systemctl enable --now"))


class TestCommands:
    @pytest.mark.parametrize("line", sorted(commands()))
    def test_are_there_with_these_options(self, line: str) -> None:
        command: click.Command = main
        context = click.Context(main)
        words = shlex.split(line.replace("%i", "8001"))
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            found = command.get_command(context, words[0])
            assert found is not None, f"there is no command “{line}”"
            command, words = found, words[1:]

        options = {name for one in command.params for name in one.opts} | {"--version", "--help"}
        assert {word for word in words if word.startswith("--")} <= options

    def test_of_the_timers_are_begun_by_the_guide(self) -> None:
        assert [timer.name for timer in TIMERS if not begun(timer)] == []
        assert [timer.name for timer in TIMERS if not timer.with_suffix(".service").exists()] == []


class TestSettings:
    def test_of_the_example_are_all_that_is_needed(self, tmp_path: Path) -> None:
        """Read by the shell, as the command in sbin does, and line by line, as systemd does."""
        file = example(tmp_path)
        by_shell = subprocess.run(  # noqa: S603  # our own file
            ["/bin/sh", "-c", f"set -a; . {shlex.quote(str(file))}; exec env"],
            env={}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        by_line = {name: value[1:-1] for name, _, value in (line.partition("=") for line in lines)}

        read = dict(line.split("=", 1) for line in by_shell.splitlines() if line.startswith("SELFHELP_"))
        assert read == by_line
        assert Settings.from_environment(read).trusted_proxies == 1

    def test_of_the_example_are_known_also_those_left_out(self) -> None:
        written = (DEPLOY / "settings.example").read_text("utf-8")

        assert set(re.findall(r"^#?(SELFHELP_\w+)=", written, re.M)) <= {*names.REQUIRED, *names.OPTIONAL}


class TestProxy:
    def test_lets_the_application_say_what_is_too_long(self) -> None:
        limits = dict(re.findall(r"(client_(?:max_body|body_buffer)_size) (\d+)k;", NGINX))

        assert limits["client_max_body_size"] == limits["client_body_buffer_size"], (
            "more would go to its disk"
        )
        assert int(limits["client_max_body_size"]) * 1024 > LONGEST_REQUEST

    def test_writes_down_neither_address_nor_path(self) -> None:
        form = re.search(r"log_format selfhelp (.*?);", NGINX, re.DOTALL)

        assert form
        named = set(re.findall(r"\$(\w+)", form[1]))
        assert named == {
            *("time_iso8601", "request_method", "status", "body_bytes_sent"),
            *("request_time", "upstream_response_time", "upstream_addr"),
        }
        assert set(re.findall(r"access_log (\S+)(?: (\w+))?;", NGINX)) == {
            ("/var/log/nginx/selfhelp.log", "selfhelp"),
            ("off", ""),
        }
        assert set(re.findall(r"error_log \S+ (\w+);", NGINX)) == {"crit"}

    def test_tells_the_application_whom_it_saw_itself(self) -> None:
        assert re.search(r"proxy_set_header X-Forwarded-For \$remote_addr;", NGINX)
        assert "$proxy_add_x_forwarded_for" not in NGINX
