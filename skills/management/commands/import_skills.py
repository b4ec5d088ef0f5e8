"""`import_skills`: load a taxonomy."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from skillmap.core.imports.command import ImportCommand
from skillmap.core.imports.incoming import Incoming
from skills.imports.importer import FORMATS, SkillImporter


class Command(ImportCommand):
    help = "Load skills from our CSV layout, ESCO, O*NET or the GDAD framework."
    importer = SkillImporter()
    formats = FORMATS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--kinds", type=Path, help="CSV skill_code,kind that somebody confirmed"
        )

    def incoming(self, options: dict[str, Any]) -> Incoming:
        incoming = super().incoming(options)
        return (
            replace(incoming, extra={"kinds": options["kinds"]}) if options["kinds"] else incoming
        )
