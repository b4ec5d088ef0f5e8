"""`erase_person`: take the names, texts and files of somebody who has left out of everything."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from employees.models import Employee
from skillmap.core.errors import DomainError
from skillmap.core.history import acting
from skillmap.custody.erasure import erase_now, things_called_like, what_goes


class Command(BaseCommand):
    help = "Erase a person who has left: names, texts and files, in history too. No way back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="the employee number")
        parser.add_argument("--reason", default="", help="kept; must not name the person")
        parser.add_argument("--dry-run", action="store_true", help="say what would go")

    def handle(self, **options: Any) -> None:
        person = Employee.objects.filter(number=options["number"]).first()
        if person is None:
            raise CommandError(_("There is nobody with this number."))
        if options["dry_run"]:
            for words, count, goes in what_goes(person):
                self.stdout.write(f"{count:>8} {words}: {_('deleted') if goes else _('emptied')}")
            for words, name in things_called_like(person):
                self.stdout.write(_("Stays: %(kind)s %(name)s") % {"kind": words, "name": name})
            return
        try:
            with acting(None):
                erasure = erase_now(person=person, reason=options["reason"])
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(_("Erased. %(n)d rows changed.") % {"n": sum(erasure.rows.values())})
