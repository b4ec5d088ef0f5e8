"""Rating by name: drafts while one types, evidence on submission or at a cycle's release."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import RESUBMIT_DAYS, RaterKind, RequestState, Source
from assessments.models import AssessmentCycle, CycleSkill, Evidence, Rating, RatingRequest
from assessments.rules import rater_kind
from assessments.services.cycles import accept_answer
from assessments.services.evidence import NewEvidence, record_evidence, retract_evidence
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.models import Scale, Skill

_is_link = URLValidator(schemes=["http", "https"])
LONGEST_LINK = 500  # characters, as in the model
_SENT = ["evidence", "submitted_at", "rater_kind", "version", "updated_at"]


@dataclass(frozen=True, slots=True)
class Submission:
    """How many answers became evidence, and how many said that they cannot judge."""

    levels: int
    cannot_judge: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody says about one skill; `level` is on its scale, half steps allowed.

    `link` leads to something that shows the level; None leaves it as it was. `expected` is the
    version the form was opened with.
    """

    skill: Skill
    level: Decimal | None
    cannot_judge: bool = False
    comment: str = ""
    link: str | None = None
    expected: int | None = None

    def checked(self) -> dict[str, Any]:
        """The fields of its draft. Raises `DomainError` naming the field."""
        check_answer(self.level, cannot_judge=self.cannot_judge, scale=self.skill.scale)
        said = {"level": self.level, "cannot_judge": self.cannot_judge, "comment": self.comment}
        return said if self.link is None else said | {"link": _clean_link(self.link)}


def save_rating_draft(
    *, actor: User, ratee: Employee, cycle: AssessmentCycle | None = None, **answer: Any
) -> Rating:
    """Keep what somebody has answered so far about one skill; `answer` as `Answer` takes it.

    Raises as `save_rating_drafts` does.
    """
    answers = [Answer(**answer)]
    (draft,) = save_rating_drafts(actor=actor, ratee=ratee, answers=answers, cycle=cycle)
    return draft


def save_rating_drafts(
    *, actor: User, ratee: Employee, answers: Sequence[Answer], cycle: AssessmentCycle | None = None
) -> list[Rating]:
    """Keep what somebody has answered so far, each about another skill; nobody else sees it.

    With `cycle` these answer a request of that cycle. Raises `NotAllowedError`, `DomainError`
    naming the field, or `ConflictError`, and then keeps none of them.
    """
    said = {one.skill.pk: one.checked() for one in answers}
    with transaction.atomic():
        rater, kind = _rater(actor, ratee, cycle, [one.skill for one in answers])
        if cycle is not None:
            accept_answer(cycle, timezone.localdate())
        about: dict[str, Any] = {"rater": rater, "ratee": ratee, "cycle": cycle}
        rows = Rating.objects.filter(**about, skill__in=list(said)).order_by("submitted_at", "pk")
        drafts = rows.drafts().select_for_update()
        given = drafts if cycle is None else rows.select_for_update()
        sent = {row.skill_id: row.link for row in given if row.submitted_at}
        known = {row.skill_id: row for row in given if not row.submitted_at}
        first = [one.skill for one in answers if one.skill.pk not in known]
        begun = _begin_drafts(about, kind, first, said, sent)
        if begun:
            known = {draft.skill_id: draft for draft in drafts.all()}
            _check_none_was_sent(known, first)
        for one in answers:
            draft = known[one.skill.pk]
            if draft.public_id not in begun:
                answer = said[one.skill.pk] | {"rater_kind": kind}
                for name, value in answer.items():
                    setattr(draft, name, value)
                save_versioned(draft, [*answer], expected=one.expected)
    return [known[one.skill.pk] for one in answers]


def _begin_drafts(
    about: dict[str, Any],
    kind: RaterKind,
    skills: Sequence[Skill],
    said: dict[int, dict[str, Any]],
    sent: dict[int, str],
) -> set[UUID]:
    """Write first drafts, but where somebody else just did; return their public ids.

    In a cycle a new answer takes the place of one that was sent, and keeps its link of `sent`.
    """
    if not skills:
        return set()
    rows = [
        Rating(**about, skill=skill, rater_kind=kind, **{"link": sent.get(skill.pk, "")} | fields)
        for skill in skills
        for fields in [said[skill.pk]]
    ]
    Rating.objects.bulk_create(rows, ignore_conflicts=True)
    return {row.public_id for row in rows}


def _check_none_was_sent(known: dict[int, Rating], begun: Sequence[Skill]) -> None:
    """A draft of another page that was sent while ours was begun is none any more."""
    if any(skill.pk not in known for skill in begun):
        raise ConflictError(
            _("This was sent from another page meanwhile. Load this page again."),
            code="sent_meanwhile",
        )


def _clean_link(text: str) -> str:
    """An address on the web, or nothing."""
    link = text.strip()
    try:
        if link:
            _is_link(link)
    except ValidationError:
        link = "x" * (LONGEST_LINK + 1)
    if len(link) > LONGEST_LINK:
        raise DomainError(
            _("Give a whole link, from https:// on, of at most %(most)d characters.")
            % {"most": LONGEST_LINK},
            code="bad_link",
            field="link",
        )
    return link


def check_answer(level: Decimal | None, *, cannot_judge: bool, scale: Scale) -> None:
    """Raise `DomainError` unless the answer is a (half) rank of the scale, or none."""
    if level is None:
        return
    if cannot_judge:
        raise DomainError(_("Choose a level or “cannot judge”, not both."), field="level")
    if not level.is_finite() or not scale.zero_rank <= level <= scale.top_rank:
        raise DomainError(
            _("The level must lie between %(low)d and %(high)d.")
            % {"low": scale.zero_rank, "high": scale.top_rank},
            code="off_scale",
            field="level",
        )
    if level * 2 % 1:
        raise DomainError(
            _("Only whole and half levels can be given."), code="not_half", field="level"
        )


def submit_ratings(
    *,
    actor: User,
    ratee: Employee,
    now: dt.datetime,
    skills: Collection[Skill] | None = None,
    cycle: AssessmentCycle | None = None,
) -> Submission:
    """Turn the drafts of one rater about one person into answers.

    With `skills` only the drafts about these; the others stay drafts. Outside a cycle an answer
    becomes evidence at once, and an earlier one of the same rater about the same skill within
    `RESUBMIT_DAYS` is retracted; in a cycle it waits for the release, and the last one counts.
    "Cannot judge" is an answer that leaves no evidence. Drafts without an answer stay. Raises
    `NotAllowedError`, `ConflictError`, or `DomainError` when there is nothing to submit.
    """
    with transaction.atomic():
        rater, kind = _rater(actor, ratee, cycle, skills)
        if cycle is not None:
            accept_answer(cycle, timezone.localdate(now))
        drafts = Rating.objects.drafts().filter(rater=rater, ratee=ratee, cycle=cycle)
        answered = _answered(drafts if skills is None else drafts.filter(skill__in=skills))
        judged = [draft for draft in answered if draft.level is not None]
        if cycle is None:
            _retract_earlier(answered, kind, actor, now)
            rows = [_as_evidence(draft, kind, now) for draft in judged]
            recorded = record_evidence(rows=rows, actor=actor, now=now)
            for draft, result in zip(judged, recorded, strict=True):
                draft.evidence = result.evidence
        for draft in answered:  # they are locked: nobody else changes them
            draft.submitted_at, draft.rater_kind = now, kind
            draft.version, draft.updated_at = draft.version + 1, timezone.now()
        Rating.objects.bulk_update(answered, _SENT)
        if cycle is not None:
            _finish_request(cycle, rater, ratee, now)
        else:
            _finish_ad_hoc(answered, now)
    return Submission(levels=len(judged), cannot_judge=len(answered) - len(judged))


def _answered(drafts: QuerySet[Rating]) -> list[Rating]:
    """The drafts with an answer, locked. Raises `DomainError` when there is none."""
    locked = drafts.select_related("skill__scale").select_for_update(of=("self",))
    answered = [d for d in locked.order_by("skill") if d.cannot_judge or d.level is not None]
    if not answered:
        raise DomainError(
            _("There is nothing to send yet: choose a level or “cannot judge” first."),
            code="nothing_to_submit",
        )
    return answered


def _rater(
    actor: User, ratee: Employee, cycle: AssessmentCycle | None, skills: Collection[Skill] | None
) -> tuple[Employee, RaterKind]:
    """As whom and as what the actor rates, by the line or because somebody asked about one skill.

    Raises `NotAllowedError`, and `DomainError` for a skill that the cycle does not ask about.
    """
    if cycle is not None:
        return _asked_rater(actor, ratee, cycle, skills)
    rater = Employee.objects.filter(user=actor).first()
    kind = rater_kind(actor, ratee)
    if kind is None and skills is not None and len(skills) == 1:
        asked = RatingRequest.objects.wanted().filter(cycle=None, ratee=ratee, skill__in=skills)
        request = asked.filter(rater__user=actor).first()
        kind = RaterKind(request.rater_kind) if request else None
    if rater is None or kind is None:
        raise NotAllowedError(
            _("You can rate yourself, the people who report to you, and whom you are asked about.")
        )
    return rater, kind


def _asked_rater(
    actor: User, ratee: Employee, cycle: AssessmentCycle, skills: Collection[Skill] | None
) -> tuple[Employee, RaterKind]:
    asked = CycleSkill.objects.filter(
        participant__cycle=cycle, participant__employee=ratee, participant__withdrawn_at=None
    )
    requests = RatingRequest.objects.named(cycle).filter(rater__user=actor, ratee=ratee)
    found = requests.annotate(asked=ArraySubquery(asked.values("skill"))).select_related("rater")
    request: Any = found.first()
    if request is None:
        raise NotAllowedError(
            _("Nobody asks you to rate %(name)s in this cycle.") % {"name": ratee}
        )
    if ratee.status == EmployeeStatus.LEFT:
        raise ConflictError(
            _("%(name)s does not work here any more, so nobody is asked about them.")
            % {"name": ratee},
            code="ratee_left",
        )
    if not request.asked or {skill.pk for skill in skills or ()} - set(request.asked):
        raise DomainError(
            _("That is not asked about %(name)s in this cycle.") % {"name": ratee},
            code="not_asked",
            field="skill",
        )
    return request.rater, RaterKind(request.rater_kind)


def _finish_ad_hoc(answered: list[Rating], now: dt.datetime) -> None:
    """Mark what somebody asked for outside cycles as answered."""
    first = answered[0]
    RatingRequest.objects.wanted().filter(
        cycle=None,
        rater=first.rater_id,
        ratee=first.ratee_id,
        skill__in=[answer.skill_id for answer in answered],
    ).update(state=RequestState.ANSWERED, answered_at=now, version=F("version") + 1, updated_at=now)


def _finish_request(
    cycle: AssessmentCycle, rater: Employee, ratee: Employee, now: dt.datetime
) -> None:
    """Mark the request answered once everything that was asked has been sent."""
    given = Rating.objects.filter(cycle=cycle, rater=rater, ratee=ratee, submitted_at__isnull=False)
    asked = CycleSkill.objects.filter(
        participant__cycle=cycle, participant__employee=ratee, is_asked=True
    )
    if asked.exclude(skill__in=given.values("skill")).exists():
        return
    requests = RatingRequest.objects.wanted().filter(cycle=cycle, rater=rater, ratee=ratee)
    requests.update(
        state=RequestState.ANSWERED, answered_at=now, version=F("version") + 1, updated_at=now
    )


def _retract_earlier(
    answered: list[Rating], kind: RaterKind, actor: User, now: dt.datetime
) -> None:
    first = answered[0]
    earlier = Evidence.objects.standing().filter(
        rating__rater=first.rater_id,
        rating__cycle=None,  # what a cycle released stays as it was at its close
        employee=first.ratee_id,
        skill__in=[draft.skill_id for draft in answered],
        source=kind,
        recorded_at__gte=now - dt.timedelta(days=RESUBMIT_DAYS),
    )
    retract_evidence(evidence=earlier, reason=_("Rated again"), actor=actor, now=now)


def _as_evidence(draft: Rating, kind: RaterKind, now: dt.datetime) -> NewEvidence:
    return NewEvidence(
        employee=draft.ratee,
        skill=draft.skill,
        source=Source(kind),
        level=draft.level,
        observed_on=now.date(),
        rater=draft.rater,
        reference=f"rating {draft.public_id}",
    )
