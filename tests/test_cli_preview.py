"""`selfhelp content preview`: where it is served, and what an author reads when it cannot be."""

import errno
from pathlib import Path
from unittest.mock import Mock, patch

import pytest
from click.testing import CliRunner
from content.folders import SMALL, Folder

from selfhelp.cli import main
from selfhelp.settings import OPTIONAL, REQUIRED

ADDRESS = "http://127.0.0.1:8002"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(SMALL, tmp_path)


class TestPreview:
    def test_serves_this_machine_only_and_asks_for_no_setting(self, folder: Folder) -> None:
        unset = dict.fromkeys((*REQUIRED, *OPTIONAL))
        with patch("waitress.create_server", return_value=Mock()) as made:
            done = CliRunner().invoke(
                main, ["content", "preview", str(folder.path), "--port", "8002"], env=unset
            )

        assert (done.exit_code, made.call_args.kwargs["host"]) == (0, "127.0.0.1")
        assert made.return_value.run.called
        assert ADDRESS in done.output

    def test_begins_while_there_are_mistakes(self, folder: Folder) -> None:
        folder.delete("nb/programme.md")
        with patch("waitress.create_server", return_value=Mock()) as made:
            done = CliRunner().invoke(main, ["content", "preview", str(folder.path)])

        assert (done.exit_code, made.return_value.run.called) == (0, True)

    def test_says_what_to_do_when_its_port_is_taken(self, folder: Folder) -> None:
        with patch("waitress.create_server", side_effect=OSError(errno.EADDRINUSE, "")):
            done = CliRunner().invoke(main, ["content", "preview", str(folder.path)])

        assert done.exit_code == 1
        assert "Port 8001 is in use." in done.output
