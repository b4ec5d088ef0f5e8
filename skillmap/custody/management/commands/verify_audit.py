"""`verify_audit`: is the audit trail whole?"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from skillmap.core.models import Erasure
from skillmap.custody.proof import faults_of_trail


class Command(BaseCommand):
    help = "Compare rows with their history, guards, digests; exit code 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="the same: it only reads")

    def handle(self, **_options: Any) -> None:
        faults = 0
        for sentence in faults_of_trail():
            faults += 1
            self.stdout.write(sentence)
        erased = Erasure.objects.exclude(erased_at=None).count()
        self.stdout.write(_("Erasures of persons: %(n)d.") % {"n": erased})
        if faults:
            sys.exit(1)
        self.stdout.write(_("The audit trail is whole."))
