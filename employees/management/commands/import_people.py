"""`import_people`: load people, their places and their managers."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from employees.imports.people_importer import PeopleImporter
from employees.services.notices import tell_of_held_file
from skillmap.core.enums import ImportState
from skillmap.core.imports.command import ImportCommand
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import Outcome


class Command(ImportCommand):
    help = "Load people from CSV or XLSX; people who are not in the file stay as they are."
    importer = PeopleImporter()

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--source", default="", help="the system the file comes from")
        parser.add_argument(
            "--full", action="store_true", help="people of this source not in the file have left"
        )

    def report(self, outcome: Outcome, path: Path) -> None:
        super().report(outcome, path)
        if outcome.batch and outcome.state == ImportState.HELD:
            tell_of_held_file(outcome.batch)

    def incoming(self, options: dict[str, Any]) -> Incoming:
        if options["full"] and not options["source"]:
            raise CommandError(_("--full needs --source, to know whose people may be missing."))
        incoming = super().incoming(options)
        return replace(incoming, source=options["source"], full=options["full"])
