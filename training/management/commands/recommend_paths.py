"""Recommend blended paths, here or by the workers."""

import json
from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import AnalysisRun
from assessments.services.gaps import Watch
from assessments.services.runs import fail_run
from employees.models import OrgUnit
from employees.queries import unit_at
from skillmap.core.errors import DomainError
from skillmap.core.management.options import check_output, day_of, output_file, progress_on
from training.services.recommend import recommend_paths
from training.services.runs import METHODS, Wishes, create_run, start_recommendation


class Command(BaseCommand):
    help = "Recommend a blended path for everybody with a gap, or in a unit with all below it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", metavar="PATH", help="such as Acme/Sales; with all below it")
        parser.add_argument("--start", metavar="DATE", help="first day (2027-01-11); default today")
        parser.add_argument("--hours-per-week", metavar="H", help="default: each person's own")
        parser.add_argument("--weeks", metavar="N", type=int)
        parser.add_argument("--released-hours", metavar="R", help="in working time, over all weeks")
        parser.add_argument("--budget", metavar="AMOUNT", help="money per person")
        parser.add_argument(
            "--method",
            choices=METHODS,
            default=METHODS[0],
            help="exact: the referee looks for the best path of each person, for some seconds",
        )
        parser.add_argument("--seed", metavar="N", type=int, default=0)
        parser.add_argument("--output", metavar="FILE.json", type=Path)
        parser.add_argument("--queue", action="store_true", help="hand it to the workers")
        parser.add_argument("--dry-run", action="store_true", help="compute, store nothing")

    def handle(self, **options: Any) -> None:
        output: Path | None = options["output"]
        if options["queue"] and (output or options["dry_run"]):
            raise CommandError(_("The workers write no file here: leave out --queue."))
        check_output(output)
        wishes = _wishes(options)
        try:
            unit = unit_at(options["unit"]) if options["unit"] else None
            if options["queue"]:
                run = start_recommendation(actor=None, unit=unit, wishes=wishes)
                self.stdout.write(_("Handed to the workers: run %(id)s") % {"id": run.public_id})
            elif options["dry_run"]:
                self._try(unit, wishes)
            else:
                self._recommend(unit, wishes, output)
        except DomainError as error:
            raise CommandError(error.message) from error

    def _try(self, unit: OrgUnit | None, wishes: Wishes) -> None:
        with transaction.atomic():
            self._recommend(unit, wishes, None)
            transaction.set_rollback(True)

    def _recommend(self, unit: OrgUnit | None, wishes: Wishes, output: Path | None) -> None:
        run = create_run(actor=None, unit=unit, wishes=wishes, keeps_output=output is not None)
        try:
            recommend_paths(run, Watch(progress_on(self.stderr)))
        except BaseException:
            fail_run(run)
            raise
        if output is not None:
            _write(run, output)
        self.stdout.write(_sentence(run))
        if run.summary["refused"]:
            raise CommandError(
                _("%(n)d plans broke a rule and were not stored; see the log.")
                % {"n": run.summary["refused"]},
                returncode=2,
            )


def _wishes(options: dict[str, Any]) -> Wishes:
    return Wishes(
        start=day_of(options["start"]),
        hours_per_week=_number(options["hours_per_week"]),
        weeks=options["weeks"],
        released_hours=_number(options["released_hours"]),
        budget=_number(options["budget"]),
        method=options["method"],
        seed=options["seed"],
    )


def _number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        raise CommandError(_("%(text)s is not a number such as 2.5.") % {"text": text}) from None


def _write(run: AnalysisRun, path: Path) -> None:
    """The layout of interfaces.md, one person a line."""
    head = {
        "method": run.method,
        "method_version": run.method_version,
        "parameters": run.parameters,
    }
    outputs = run.shards.order_by("number").values_list("output", flat=True)
    rows = [line for output in outputs.iterator() for line in output.splitlines()]
    with output_file(path) as file:
        file.write(json.dumps(head)[:-1] + ', "plans": [\n' + ",\n".join(rows) + "\n]}\n")


def _sentence(run: AnalysisRun) -> str:
    counts = {"people": 0, "steps": 0, "complete": 0, "partial": 0, "empty": 0}
    sentence: str = _(
        "%(people)d people: %(complete)d plans answer every gap, %(partial)d some, "
        "%(empty)d have no step; %(steps)d steps in all"
    ) % (counts | run.summary)
    return sentence
