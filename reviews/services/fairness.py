"""Groups of people for the fairness report, and the report itself; every look is kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from employees.models import Employee
from reviews import rules
from reviews.analysis.fairness import compare, verdicts
from reviews.enums import FairnessAct, Outcome, ReviewCycleState
from reviews.models import FairnessLook, FairnessReport, ReviewCycle
from reviews.models.fairness import GroupLabel, reading_groups
from reviews.queries.groups import attributes, labels_of
from reviews.queries.outcomes import outcomes_of
from skillmap.core import jobs
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Organisation, User

NOT_SAID = ""  # the group of those of whom none was given
_CHUNK = 2_000


@transaction.atomic
def replace_groups(
    *, actor: User, attribute: str, groups: Mapping[int, str], now: dt.datetime
) -> None:
    """Take these groups, by employee id, for one attribute; what was there of it goes.

    Reports computed of the old groups go with them. Raises `NotAllowedError`.
    """
    _check(actor)
    with reading_groups():
        GroupLabel.objects.filter(attribute=attribute).delete()
        GroupLabel.objects.bulk_create(
            [
                GroupLabel(employee_id=person, attribute=attribute, label=label)
                for person, label in groups.items()
            ],
            batch_size=_CHUNK,
        )
    FairnessReport.objects.filter(attribute=attribute).update(outcomes=[], finished_at=None)
    _write_down(actor, attribute, FairnessAct.IMPORTED, now)


@transaction.atomic
def remove_groups(*, actor: User, attribute: str, now: dt.datetime) -> int:
    """Forget one attribute of everybody, and what was found of it; returns of how many.

    Raises `NotAllowedError`, `DomainError` where nobody has such a group.
    """
    _check(actor)
    _check_known(attribute)
    with reading_groups():
        n, _models = GroupLabel.objects.filter(attribute=attribute).delete()
    FairnessReport.objects.filter(attribute=attribute).update(outcomes=[], finished_at=None)
    _write_down(actor, attribute, FairnessAct.REMOVED, now)
    return n


def forget_groups(person: Employee) -> None:
    """Take somebody who is erased out of all groups; reports count no persons by name."""
    with reading_groups():
        GroupLabel.objects.filter(employee=person).delete()


@transaction.atomic
def start_report(
    *, actor: User, cycle: ReviewCycle, attribute: str, now: dt.datetime
) -> FairnessReport:
    """Have a worker compare the groups of an attribute in a closed review cycle.

    Only closed review cycles: what is told of one day and the next would differ by single people.
    Raises `NotAllowedError`, `ConflictError`, `DomainError` where nobody has such a group.
    """
    _check(actor)
    if cycle.state != ReviewCycleState.CLOSED:
        raise ConflictError(_("Close the cycle first: until then single people would show."))
    _check_known(attribute)
    report, _new = FairnessReport.objects.update_or_create(
        cycle=cycle,
        attribute=attribute,
        defaults={"outcomes": [], "finished_at": None, "made_by": actor},
    )
    _write_down(actor, attribute, FairnessAct.COMPUTED, now, report)
    jobs.enqueue(
        "reviews.compute_fairness",
        actor=actor,
        key=f"fairness {report.pk}",
        title=_("Fairness report"),
        report_id=report.pk,
    )
    return report


@transaction.atomic
def compute_report(*, report: FairnessReport, now: dt.datetime) -> None:
    """Compare the groups, and keep nothing but counts of nobody or at least the floor.

    Who changes the groups meanwhile waits for the report and empties it. For workers.
    """
    report = FairnessReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    floor = Organisation.objects.get().aggregate_floor
    labels = labels_of(report.attribute)
    found = outcomes_of(report.cycle)
    compared = [compare(_count(found[outcome], labels), floor) for outcome in Outcome]
    report.outcomes = [
        {
            "outcome": outcome.value,
            "groups": [
                asdict(row) | {"verdict": verdict.value}
                for row, verdict in zip(rows, judged, strict=True)
            ],
        }
        for outcome, rows, judged in zip(Outcome, compared, verdicts(compared), strict=True)
    ]
    report.floor, report.finished_at = floor, now
    report.save(update_fields=["outcomes", "floor", "finished_at", "updated_at"])


def _count(found: Mapping[int, bool], labels: Mapping[int, str]) -> dict[str, tuple[int, int]]:
    """How many people of each group there are, and of how many the outcome is true."""
    counts: dict[str, tuple[int, int]] = {}
    for person, is_so in found.items():
        label = labels.get(person, NOT_SAID)
        n, yes = counts.get(label, (0, 0))
        counts[label] = n + 1, yes + is_so
    return dict(sorted(counts.items()))


@transaction.atomic
def look_at_report(*, actor: User, report: FairnessReport, now: dt.datetime) -> None:
    """Write down that somebody reads it. Raises `NotAllowedError`."""
    _check(actor)
    _write_down(actor, report.attribute, FairnessAct.LOOKED, now, report)


def _check(actor: User) -> None:
    if not rules.can_compare_groups(actor):
        raise NotAllowedError(_("Only HR admins compare groups of people."))


def _check_known(attribute: str) -> None:
    if attribute not in attributes():
        raise DomainError(_("Nobody has a group of this kind."), field="attribute")


def _write_down(
    actor: User,
    attribute: str,
    what: FairnessAct,
    now: dt.datetime,
    report: FairnessReport | None = None,
) -> None:
    FairnessLook.objects.create(viewer=actor, attribute=attribute, what=what, report=report, at=now)
