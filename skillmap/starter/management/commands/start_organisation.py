"""`start_organisation`: an empty organisation with its first admin, ready for one's own data."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from skillmap.core.accounts import invitation_link
from skillmap.core.enums import INVITATION_DAYS
from skillmap.core.errors import DomainError
from skillmap.starter import services
from skillmap.starter.loading import load_library


class Command(BaseCommand):
    help = "Create the organisation and its first HR admin; prints the admin's invitation link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="what the organisation is called")
        parser.add_argument("--admin-email", required=True, help="who administers it")
        parser.add_argument("--library", choices=["starter"], help="content to start with")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            admin = services.start_organisation(
                name=options["name"], admin_email=options["admin_email"]
            )
            if options["library"]:
                for line in load_library(actor=admin):
                    self.stdout.write(line)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{options['name']} is ready. {admin.email} sets a password here,")
        self.stdout.write(f"once and within {INVITATION_DAYS} days: {invitation_link(admin)}")
