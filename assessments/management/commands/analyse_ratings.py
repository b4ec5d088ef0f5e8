"""Analyse a plain rating file, so that somebody can check us against a program they trust."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.analysis.facet_design import MAX_CATEGORIES, MAX_PARAMETERS
from assessments.analysis.rating_report import RatingReport, report
from assessments.analysis.rating_table import NothingToTell
from assessments.imports.rating_file import Columns, RatingFile, read_rating_file
from assessments.management.rating_text import as_json, as_text
from skillmap.core.errors import DomainError
from skillmap.core.imports.command import REPORT, fault_line
from skillmap.core.management.options import check_output, output_file
from skillmap.core.tabular.writing import csv_line

METHODS = ("crossed", "many_facet")
STEPS = ("rating_scale", "partial_credit")
SOME_REJECTED = 2


class Command(BaseCommand):
    help = (
        "Tell severities, difficulties, agreement and reliability of a plain rating file. Exit "
        "code 0: every row read; 2: some rejected; 1: the file cannot be used."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--person", metavar="COL", default="", help="several, with commas, name one together"
        )
        parser.add_argument("--rater", metavar="COL", default="")
        parser.add_argument("--item", metavar="COL", default="")
        parser.add_argument("--score", metavar="COL", default="")
        parser.add_argument("--wide", metavar="COLS", default="", help="one column per item")
        parser.add_argument(
            "--wide-raters", metavar="COLS", default="", help="one column per rater"
        )
        parser.add_argument("--method", choices=METHODS, default=METHODS[0])
        parser.add_argument("--steps", choices=STEPS, default=STEPS[0], help="of many_facet")
        parser.add_argument(
            "--without-self", action="store_true", help="skip rows whose person is the rater"
        )
        parser.add_argument("--output", metavar="FILE.json", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="write no file")

    def handle(self, **options: Any) -> None:
        output: Path | None = options["output"]
        check_output(output)
        file, found = self._analyse(options)
        for line in as_text(file, found, options["method"]):
            self.stdout.write(line)
        if output and not options["dry_run"]:
            _write(output, as_json(file, found))
        if file.faults:
            sys.exit(SOME_REJECTED)

    def _analyse(self, options: dict[str, Any]) -> tuple[RatingFile, RatingReport]:
        try:
            file = read_rating_file(
                options["file"], _columns(options), without_self=options["without_self"]
            )
            self._show_faults(file)
            return file, report(file.table, options["method"], options["steps"])
        except DomainError as error:
            raise CommandError(error.message) from error
        except NothingToTell as error:
            raise CommandError(_sentence(error.code)) from error

    def _show_faults(self, file: RatingFile) -> None:
        if file.faults:
            self.stdout.write(csv_line(REPORT).rstrip())
        for fault in file.faults:
            self.stdout.write(fault_line(fault))


def _columns(options: dict[str, Any]) -> Columns:
    return Columns(
        person=_names(options["person"]),
        rater=options["rater"].strip(),
        item=options["item"].strip(),
        score=options["score"].strip(),
        wide=_names(options["wide"]),
        wide_raters=_names(options["wide_raters"]),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def _sentence(code: str) -> str:
    limits = {"scores": MAX_CATEGORIES, "facets": MAX_PARAMETERS}
    sentences = {
        "no_spread": _("All scores are the same: there is nothing to tell."),
        "each_person_once": _("No person has more than one rating: there is nothing to compare."),
        "too_many_scores": _("This method takes at most %(scores)d different scores.") % limits,
        "too_many_facets": _(
            "This method takes at most %(facets)d raters, items and steps. Try --method crossed."
        )
        % limits,
    }
    return sentences[code]


def _write(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    with output_file(path) as file:
        file.write(text + "\n")
