"""Forget somebody's second factor: for an administrator whom nobody else can help."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from skillmap.core import accounts
from skillmap.core.history import acting
from skillmap.core.models import User
from skillmap.core.second_factors import factor_of


class Command(BaseCommand):
    help = (
        "Forget the second factor of a user and log them out; it is set up anew at the next log-in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--dry-run", action="store_true", help="check, change nothing")

    def handle(self, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None or factor_of(user) is None:
            raise CommandError(_("No user with a second factor has this e-mail address."))
        if not options["dry_run"]:
            with acting(None):
                accounts.reset_second_factor(user)
