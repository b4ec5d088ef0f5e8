"""Opening a cycle: skills are frozen, raters assigned, everybody told. Workers only (scipy)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.analysis.cycle_skills import choose
from assessments.analysis.evidence import Source, recorded_variance
from assessments.enums import CycleState, RequestState
from assessments.models import AssessmentCycle, CycleParticipant, CycleSkill, RatingRequest
from assessments.queries.cycles import lacks_of, raters_by_rule
from assessments.queries.cycles_asked import AskedOf, asked_of
from assessments.services import feedback
from assessments.services.cycles import managed
from assessments.services.cycles_notes import Note, board_link, owners_of, tell, waiting_link
from assessments.services.external import invite_external
from assessments.services.gaps import Watch
from employees.models import Assignment
from skillmap.core.errors import DomainError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned

BATCH = 200  # people between two looks at the progress
ANSWER_VARIANCE = recorded_variance(Source.MANAGER)  # the opinion that weighs most


@transaction.atomic
def open_cycle(
    *,
    actor: User | None,
    cycle: AssessmentCycle,
    now: dt.datetime,
    watch: Watch | None = None,
) -> None:
    """Freeze skills and managers, assign raters, tell everybody, and take answers from now on.

    Raises `NotAllowedError`, `ConflictError`, or `DomainError` when nobody or nothing is asked.
    """
    watch = watch or Watch()
    locked = managed(actor, cycle, CycleState.DRAFT)
    if locked.closes_on < timezone.localdate(now):
        raise DomainError(_("The last day of this cycle is over."), field="closes_on")
    participants = list(locked.participants.select_related("employee").order_by("pk"))
    if not participants:
        raise DomainError(_("Nobody is in this cycle yet: add people first."), field="people")
    _freeze_managers(participants)
    if not _freeze_skills(locked, participants, watch):
        raise DomainError(
            _("No role of these people asks for a skill, so there is nothing to ask."),
            field="people",
        )
    _assign_raters(locked, participants, now)
    locked.state, locked.opened_at = CycleState.OPEN, now
    locked.opens_on = min(locked.opens_on, timezone.localdate(now))
    save_versioned(locked, ["state", "opened_at", "opens_on"])
    tell(_invitations(locked))
    feedback.invite(locked)
    invite_external(locked, timezone.localdate(now))


@transaction.atomic
def open_on_date(*, cycle: AssessmentCycle, now: dt.datetime, watch: Watch | None = None) -> bool:
    """Open a draft on the day that its terms name, and tell those who run it.

    Tried once: a draft that cannot be opened stays one, those who run it are told why, and a
    person opens it. Returns whether it is open.
    """
    locked = AssessmentCycle.objects.select_for_update().get(pk=cycle.pk)
    due = locked.opens_by_itself and locked.opens_on <= timezone.localdate(now)
    if locked.state != CycleState.DRAFT or not due:
        return False
    try:
        open_cycle(actor=None, cycle=locked, now=now, watch=watch)
    except DomainError as error:
        locked.opens_by_itself = False
        save_versioned(locked, ["opens_by_itself"])
        _tell_owners(locked, "cycle_not_opened", partial(_not_opened_words, locked, error.message))
        return False
    locked.refresh_from_db()
    lacking = len(lacks_of(locked))
    _tell_owners(locked, "cycle_opened_by_date", partial(_opened_words, locked, lacking))
    return True


def _tell_owners(cycle: AssessmentCycle, kind: str, text: Callable[[], str]) -> None:
    tell(Note(u, kind, text, board_link(cycle), by_mail=True) for u in owners_of(cycle))


def _not_opened_words(cycle: AssessmentCycle, reason: str) -> str:
    words = _("%(cycle)s was not opened and stays a draft: %(reason)s")
    return words % {"cycle": cycle, "reason": reason}


def _opened_words(cycle: AssessmentCycle, lacking: int) -> str:
    if not lacking:
        return _("%(cycle)s is open") % {"cycle": cycle}
    text = ngettext(
        "%(cycle)s is open; %(n)d person has too few raters",
        "%(cycle)s is open; %(n)d people have too few raters",
        lacking,
    )
    return text % {"cycle": cycle, "n": lacking}


def _freeze_managers(participants: Sequence[CycleParticipant]) -> None:
    current = Assignment.objects.current().primary()
    people = [participant.employee_id for participant in participants]
    managers = dict(current.filter(employee__in=people).values_list("employee_id", "manager_id"))
    for participant in participants:
        participant.manager_id = managers.get(participant.employee_id)
    CycleParticipant.objects.bulk_update(participants, ["manager"], batch_size=500)


def _freeze_skills(
    cycle: AssessmentCycle, participants: Sequence[CycleParticipant], watch: Watch
) -> int:
    """Write what raters are asked about; returns how many rows."""
    written = 0
    CycleSkill.objects.filter(participant__cycle=cycle).delete()
    for start in range(0, len(participants), BATCH):
        part = participants[start : start + BATCH]
        found = asked_of(part)
        rows = [
            row
            for participant in part
            if participant.employee_id in found
            for row in _skills_of(participant, found[participant.employee_id], cycle)
        ]
        written += len(CycleSkill.objects.bulk_create(rows, batch_size=5_000))
        watch.progress(start + len(part), len(participants))
    return written


def _skills_of(
    participant: CycleParticipant, asked: AskedOf, cycle: AssessmentCycle
) -> Iterator[CycleSkill]:
    core, more = choose(
        asked.candidates,
        most=cycle.skills_per_person,
        of_each_kind=cycle.skills_of_each_kind,
        variance=ANSWER_VARIANCE,
    )
    for position, place in enumerate([*core, *more]):
        yield CycleSkill(
            participant=participant,
            skill=asked.skills[place],
            position=position,
            is_asked=position < len(core),
        )


def _assign_raters(
    cycle: AssessmentCycle, participants: Sequence[CycleParticipant], now: dt.datetime
) -> None:
    """Add the raters that the rule finds; whoever was proposed already stays as proposed."""
    kinds = list(cycle.kinds.all())
    anonymous = {kind.rater_kind: kind.anonymous for kind in kinds}
    people = [participant.employee_id for participant in participants]
    pairs = raters_by_rule(people, [kind for kind in kinds if kind.by_rule])
    RatingRequest.objects.bulk_create(
        [
            RatingRequest(
                cycle=cycle,
                rater_id=pair.rater,
                ratee_id=pair.ratee,
                rater_kind=pair.kind,
                anonymous=anonymous[pair.kind],
                state=RequestState.APPROVED,
                decided_at=now,
            )
            for pair in pairs
        ],
        batch_size=5_000,
        ignore_conflicts=True,
    )


def _invitations(cycle: AssessmentCycle) -> Iterable[Note]:
    """One note for each person who is asked for named ratings."""
    asked: dict[int, int] = defaultdict(int)
    users = {}
    requests = RatingRequest.objects.wanted().filter(cycle=cycle).select_related("rater__user")
    for request in requests:
        asked[request.rater_id] += 1
        users[request.rater_id] = request.rater.user
    for rater, count in asked.items():
        yield Note(
            user=users[rater],
            kind="cycle_opened",
            text=partial(_asked_words, cycle, count),
            link=waiting_link(),
        )


def _asked_words(cycle: AssessmentCycle, count: int) -> str:
    text = ngettext(
        "%(cycle)s: please rate %(n)d person by %(day)s",
        "%(cycle)s: please rate %(n)d people by %(day)s",
        count,
    )
    return text % {"cycle": cycle, "n": count, "day": date_format(cycle.closes_on, "j M Y")}
