"""What hatchling does besides copying: compile the translations, pack content, migrations and the guide."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("content", "migrations", "docs/guide")


def compile_catalogues(package: Path) -> None:
    """Write a .mo file beside every .po file under ``package``."""
    for source in sorted(package.rglob("*.po")):
        with source.open("rb") as lines:
            catalogue = read_po(lines, locale=source.parent.parent.name)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


class ShippedFiles(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own type parameter is private
    """Compile the interface strings, for every build; pack what else is read, for real wheels only.

    An editable install reads these where they stand, see ``selfhelp.settings.shipped``.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Be called by hatchling before it collects the files."""
        root = Path(self.root)
        compile_catalogues(root / "selfhelp")
        if version == "standard":
            build_data["force_include"].update(
                {str(root / name): f"selfhelp/shipped/{name}" for name in SHIPPED}
            )
