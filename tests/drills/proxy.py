"""nginx as deploy/nginx/selfhelp.conf has it, on ports and in a folder of its own."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from drills.practice import HERE, free_port

ROOT = Path(__file__).parents[2]
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
OPENSSL = shutil.which("openssl")
NAME = "selvhjelp.example.org"
USER = "user root;" if os.geteuid() == 0 else ""  # whoever runs the drill reads its folders
AROUND = """
{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log; worker_processes 2;
events {{ worker_connections 4096; }}
http {{
    types {{ text/html html; }}
    default_type application/octet-stream;
    client_body_temp_path {folder}/bodies; proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/selfhelp.conf;
}}
"""


@contextmanager
def proxy(folder: Path, processes: Sequence[int]) -> Iterator[int]:
    """Put the proxy in front of two processes, and give the port that answers with TLS."""
    folder.mkdir()
    port, plain = free_port(), free_port()
    _certificate(folder)
    (folder / "selfhelp.conf").write_text(_moved(folder, processes, port=port, plain=plain), "utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=USER), "utf-8")
    start = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    tried = subprocess.run([*start, "-t"], capture_output=True, text=True, check=False)  # noqa: S603
    assert tried.returncode == 0, tried.stderr
    with subprocess.Popen(start, stderr=subprocess.DEVNULL) as running:  # noqa: S603
        try:
            _is_there(port)
            yield port
        finally:
            running.terminate()


def _is_there(port: int) -> None:
    """Wait until the proxy takes lines."""
    for _ in range(300):
        with suppress(OSError), socket.create_connection((HERE, port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError


def _moved(folder: Path, processes: Sequence[int], *, port: int, plain: int) -> str:
    """The configuration as it is shipped, but for ports and folders."""
    shipped = (ROOT / "deploy" / "nginx" / "selfhelp.conf").read_text("utf-8")
    for there, here in zip(("127.0.0.1:8001", "127.0.0.1:8002"), processes, strict=True):
        assert there in shipped
        shipped = shipped.replace(there, f"{HERE}:{here}")
    shipped = re.sub(r"listen \[::\][^;]*;", "", shipped)
    shipped = re.sub(
        r"listen 443", f"listen {HERE}:{port}", re.sub(r"listen 80\b", f"listen {HERE}:{plain}", shipped)
    )
    for there in ("/etc/ssl/selfhelp", "/var/log/nginx", "/var/cache/selfhelp", "/var/www/certificates"):
        shipped = shipped.replace(there, str(folder))
    return shipped


def _certificate(folder: Path) -> None:
    subprocess.run(  # noqa: S603
        [str(OPENSSL), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
