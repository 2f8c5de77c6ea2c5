"""The ``selfhelp`` command."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="selfhelp", prog_name="selfhelp")
def main() -> None:
    """Run a guided self-help course that patients follow at home and their GP follows up."""
