"""Estimate levels and find gaps, here or by the workers."""

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from assessments.enums import GAP_COLUMNS
from assessments.models import AnalysisRun
from assessments.services.gaps import Watch, analyse_gaps
from assessments.services.runs import create_run, fail_run, start_analysis
from employees.queries import unit_at
from skillmap.core.errors import DomainError
from skillmap.core.management.options import check_output, day_of, output_file, progress_on
from skillmap.core.tabular.writing import csv_line


class Command(BaseCommand):
    help = "Estimate levels and find gaps of everybody, or of a unit with all below it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", metavar="PATH", help="such as Acme/Sales; with all below it")
        parser.add_argument("--as-of", metavar="DATE", help="look back at this day (2026-03-31)")
        parser.add_argument(
            "--known-at",
            metavar="TIME",
            help="ignore what was recorded later (2026-04-02T12:00+02:00; without zone UTC)",
        )
        parser.add_argument("--output", metavar="FILE.csv", type=Path)
        parser.add_argument("--queue", action="store_true", help="hand it to the workers")
        parser.add_argument("--dry-run", action="store_true", help="compute, write nothing")

    def handle(self, **options: Any) -> None:
        output: Path | None = options["output"]
        if options["queue"] and (output or options["dry_run"]):
            raise CommandError(_("The workers write no file here: leave out --queue."))
        check_output(output)
        as_of, known_at = day_of(options["as_of"]), _time(options["known_at"])
        try:
            unit = unit_at(options["unit"]) if options["unit"] else None
            scope: dict[str, Any] = {"unit": unit, "as_of": as_of, "known_at": known_at}
            if options["queue"]:
                run = start_analysis(actor=None, **scope)
                self.stdout.write(_("Handed to the workers: run %(id)s") % {"id": run.public_id})
            elif options["dry_run"]:
                self._try(scope)
            else:
                self._analyse(scope, output)
        except DomainError as error:
            raise CommandError(error.message) from error

    def _try(self, scope: dict[str, Any]) -> None:
        with transaction.atomic():
            self._analyse(scope, None)
            transaction.set_rollback(True)

    def _analyse(self, scope: dict[str, Any], output: Path | None) -> None:
        run = create_run(actor=None, keeps_output=output is not None, **scope)
        try:
            analyse_gaps(run, Watch(progress_on(self.stderr)))
        except BaseException:
            fail_run(run)
            raise
        if output is not None:
            _write(run, output)
        self.stdout.write(_sentence(run))


def _time(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    try:
        time = parse_datetime(text)
    except ValueError:
        time = None
    if time is None:
        raise CommandError(_("%(text)s is not a time such as 2026-04-02T12:00.") % {"text": text})
    return make_aware(time, dt.UTC) if is_naive(time) else time


def _write(run: AnalysisRun, path: Path) -> None:
    with output_file(path) as file:
        file.write(csv_line(GAP_COLUMNS))
        for output in run.shards.order_by("number").values_list("output", flat=True).iterator():
            file.write(output)


def _sentence(run: AnalysisRun) -> str:
    counts = {"people": 0, "met": 0, "possible_gap": 0, "probable_gap": 0, "not_measured": 0}
    sentence: str = _(
        "%(people)d people: %(met)d requirements met, %(possible_gap)d maybe a gap, "
        "%(probable_gap)d likely a gap, %(not_measured)d not measured yet"
    ) % (counts | run.summary)
    return sentence
