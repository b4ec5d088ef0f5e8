"""Give somebody a personal API token; the secret is printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from skillmap.core.enums import Scope
from skillmap.core.history import acting
from skillmap.core.models import User
from skillmap.core.tokens import issue_token


class Command(BaseCommand):
    help = "Print a new personal API token for a user; it cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--scopes",
            default=" ".join(Scope.values),
            help="separated by spaces or commas; without it: all",
        )
        parser.add_argument("--name", default="command line")
        parser.add_argument("--dry-run", action="store_true", help="check, issue nothing")

    def handle(self, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"], is_active=True).first()
        if user is None:
            raise CommandError(_("No active user has this e-mail address."))
        scopes = options["scopes"].replace(",", " ").split()
        if unknown := sorted(set(scopes) - set(Scope.values)):
            raise CommandError(_("Unknown scopes: %(scopes)s") % {"scopes": ", ".join(unknown)})
        if options["dry_run"]:
            return
        with acting(None):
            _token, secret = issue_token(user, name=options["name"], scopes=scopes)
        self.stdout.write(secret)
