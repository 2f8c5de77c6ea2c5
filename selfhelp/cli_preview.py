"""`selfhelp content preview`: the author sees the pages while writing, on this machine only."""

from pathlib import Path

import click

from selfhelp.cli_content import FOLDER, content_folder
from selfhelp.cli_port import take_port
from selfhelp.web.preview.factory import create_preview

PORT = 8001  # beside the demo
THREADS = 24  # every open page holds one while it waits for a change


@click.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)
def preview(folder: Path | None, port: int) -> None:
    """Show the pages of FOLDER as patients and doctors meet them, and again at every save.

    It works while there are mistakes, and tells them on the page. It is served on this machine only, needs
    neither a database nor a password, and keeps nothing.
    """
    app = create_preview(folder or content_folder())
    server = take_port(app, host="127.0.0.1", port=port, threads=THREADS)
    click.echo(f"The preview is on http://127.0.0.1:{port}   (stop with Ctrl+C)")
    server.run()
