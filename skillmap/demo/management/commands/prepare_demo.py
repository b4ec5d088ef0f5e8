"""`prepare_demo`: an up-to-date database with an organisation in it, the demo when it was empty."""

import gc
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from skillmap.core.models import Organisation
from skillmap.demo.build import build_demo


class Command(BaseCommand):
    help = "Migrate the database and, when it has no organisation, make the demo organisation."

    def handle(self, **_options: Any) -> None:
        # Alone and first: its many steps are quick only as long as no table of ours is known.
        call_command("migrate", "oauth2_provider", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        if organisation := Organisation.objects.first():
            self.stdout.write(f"{organisation.name} is there already; its data stays as it is.")
            return
        gc.disable()  # looking for garbage among all that is made takes a fifth of the time
        log_ins = Path(settings.MEDIA_ROOT).with_name("demo.json")  # beside the data it opens
        build_demo(now=timezone.now(), log_ins=log_ins, say=self.stdout.write)
