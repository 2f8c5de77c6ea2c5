"""The built wheel alone works: content, migrations, translations, templates and static files are inside."""

import os
import re
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSTALLED_WITHIN = 300
PORT = 8917

# They need the local network, as a browser does, and one worker, so that the wheel is built once.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it into an empty environment, and return its `selfhelp` command."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    _run(build, folder)
    wheel = next(folder.glob("selfhelp-*.whl"))
    venv.create(folder / "empty", with_pip=True)
    python = folder / "empty" / "bin" / "python"
    lock = ROOT / "requirements.lock"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps"]
    _run([*install, "--require-hashes", "-r", str(lock)], folder)
    _run([*install, str(wheel)], folder)
    _run([str(python), "-m", "pip", "check"], folder)
    return python.with_name("selfhelp")


@pytest.fixture
def demo(installed: Path, tmp_path: Path) -> Iterator[str]:
    """Serve the demo from the wheel and return what it printed."""
    printed = tmp_path / "printed"
    command = [str(installed), "demo", "--port", str(PORT)]
    bare = _bare_environment()
    with (
        printed.open("w") as out,
        subprocess.Popen(command, cwd=tmp_path, env=bare, stdout=out, stderr=out) as process,  # noqa: S603
    ):
        for _ in range(900):
            if "Serving on" in printed.read_text() or process.poll() is not None:
                break
            time.sleep(0.1)
        yield printed.read_text()
        process.terminate()


def test_the_wheel_serves_the_demo_in_both_languages(demo: str) -> None:
    assert re.search(r"six digits, good for half a minute: \d{6}", demo)
    assert "A fresh invitation:" in demo
    for language, words in (("nb", "Hjelp nå"), ("en", "Help now")):
        page = _page("/help-now", language)
        assert words in page
        assert "116 117" in page
    assert _page("/static/selfhelp.css", "nb")


def test_the_authors_check_needs_neither_secret_nor_database(installed: Path, tmp_path: Path) -> None:
    said = _run([str(installed), "content", "check"], tmp_path)

    assert "No mistakes" in said


def test_the_rules_can_be_explained(installed: Path, tmp_path: Path) -> None:
    said = _run([str(installed), "content", "explain", "comes-later"], tmp_path)

    assert "A name stands below what it names." in said


def _page(path: str, language: str) -> str:
    url = f"http://127.0.0.1:{PORT}{path}"
    request = urllib.request.Request(url, headers={"Accept-Language": language})
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        text: str = answer.read().decode()
    return text


def _bare_environment() -> dict[str, str]:
    ours = ("SELFHELP_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"PYTHONUNBUFFERED": "1"}


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(  # noqa: S603  # our own commands
        command,
        cwd=folder,
        env=_bare_environment(),
        capture_output=True,
        text=True,
        timeout=INSTALLED_WITHIN,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
