"""Statements of learning platforms (xAPI): what one says, and whom and what it is about."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha1
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from assessments.analysis.parameters import MILLI
from assessments.models import SkillProfile
from employees.enums import EXTERNAL_PERSON
from employees.models import Employee
from employees.queries import people_meant
from skillmap.core.models import ExternalId, User
from training.enums import Strength, Verb
from training.models import Activity, ActivityOutcome, ForeignActivity

FULL_SCORE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Whom a statement is about, by one of the ways in which platforms name people."""

    email: str = ""
    email_sha1: str = ""
    account: str = ""
    home_page: str = ""

    def __str__(self) -> str:
        return self.email or self.account or self.email_sha1


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement, checked. `learner` None or an empty `activity`: it is about something else.

    `score` is from 0 to 1, None where none was told. `digest` tells two contents apart. `voids` is
    the statement that this one takes back.
    """

    id: UUID
    digest: str
    verb: Verb
    learner: Learner | None
    activity: str
    told_at: dt.datetime
    score: Decimal | None = None
    completion: bool | None = None
    voids: UUID | None = None

    @property
    def is_finished(self) -> bool:
        """Whether the person has done the activity; somebody who failed has not."""
        if self.verb == Verb.FAILED:
            return False
        if self.verb == Verb.SCORED:
            return self.completion is True
        finishing = {Verb.COMPLETED, Verb.PASSED}
        return self.verb in finishing and self.completion is not False

    @property
    def matters(self) -> bool:
        """Whether it finishes something or brings a score, for somebody."""
        about = self.learner is not None and bool(self.activity)
        tells = self.verb not in {Verb.OTHER, Verb.VOIDED}
        return about and tells and (self.is_finished or self.score is not None)


def person_meant(learner: Learner, viewer: User) -> Employee | None:
    """The one person whom a platform means, as far as the viewer may know of them."""
    people = Employee.objects.visible_to(viewer)
    if learner.email:
        found = people.filter(email__iexact=learner.email)
    elif learner.email_sha1:
        found = people.filter(pk__in=_of_hashed_address(learner.email_sha1, viewer))
    else:
        host = urlsplit(learner.home_page).hostname or ""
        known = ExternalId.objects.filter(kind=EXTERNAL_PERSON, source=host, value=learner.account)
        found = people.filter(pk__in=known.values("object_id"))
        found = found or people.filter(number=learner.account)
    rows = list(found[:2])
    if len(rows) == 1:
        return rows[0]
    return people_meant([str(learner)], people).get(str(learner))


def activity_meant(iri: str) -> Activity | None:
    """The activity at this address, None when no or more than one activity has it."""
    return activities_meant([iri]).get(iri)


def activities_meant(iris: Collection[str]) -> dict[str, Activity]:
    """By address what it stands for: `urn:skillmap:activity:CODE`, the page here, what somebody
    said that the address means, or the activity's own address; four queries at most."""
    codes = {iri: code for iri in iris if (code := _code_in(iri))}
    pages = {iri: page for iri in iris if (page := _page_in(iri))}
    by_code = {one.code: one for one in Activity.objects.filter(code__in=codes.values())}
    by_page = {one.public_id: one for one in Activity.objects.filter(public_id__in=pages.values())}
    mapped = ForeignActivity.objects.filter(address__in=iris).select_related("activity")
    return {
        **_by_own_address(iris),
        **{row.address: row.activity for row in mapped},
        **{iri: by_page[page] for iri, page in pages.items() if page in by_page},
        **{iri: by_code[code] for iri, code in codes.items() if code in by_code},
    }


def _by_own_address(iris: Collection[str]) -> dict[str, Activity]:
    """Activities whose address this is, with or without a slash at its end; where it is one."""
    spelled = {way for iri in iris for way in (iri, iri.rstrip("/"), f"{iri}/")}
    found: dict[str, list[Activity]] = defaultdict(list)
    for activity in Activity.objects.filter(url__in=spelled):
        found[activity.url.rstrip("/")].append(activity)
    known = {iri: found.get(iri.rstrip("/"), []) for iri in iris}
    return {iri: rows[0] for iri, rows in known.items() if len(rows) == 1}


def told_level(
    outcome: ActivityOutcome, statement: Statement, person: Employee
) -> tuple[Decimal | None, Strength]:
    """The level that a statement tells of the activity's main skill, and how strongly.

    A score lies between the entry and the exit level; passing without a score tells the exit
    level, weakly. Neither can tell more than the exit level, so full marks of somebody who is
    above it say nothing.
    """
    if statement.score is not None:
        strength = Strength.ASSESSED
        level = outcome.entry_level + statement.score * (outcome.exit_level - outcome.entry_level)
    elif statement.verb == Verb.PASSED and statement.is_finished:
        strength, level = Strength.WEAK, outcome.exit_level
    else:
        return None, Strength.NONE
    at_ceiling = statement.score in {None, FULL_SCORE}
    if at_ceiling and _known_level(outcome, person) > level:
        return None, Strength.NONE
    return level.quantize(Decimal("0.001")), strength


def _known_level(outcome: ActivityOutcome, person: Employee) -> Decimal:
    """The estimate today on the skill's own scale; below everything where there is none."""
    profile = SkillProfile.objects.filter(employee=person).only("slots", "mean").first()
    slots = list(profile.slots) if profile else []
    if profile is None or outcome.skill.slot not in slots:
        return Decimal(-1)
    mean = profile.mean[slots.index(outcome.skill.slot)]
    if mean < 0:
        return Decimal(-1)
    return Decimal(str(outcome.skill.scale.from_common(mean / MILLI)))


def _of_hashed_address(wanted: str, viewer: User) -> Iterator[int]:
    """People whose mail address has this SHA-1, which is what xAPI sends instead of the address."""
    people = Employee.objects.visible_to(viewer).exclude(email="")
    for pk, email in people.values_list("pk", "email").iterator():
        found = sha1(f"mailto:{email.lower()}".encode(), usedforsecurity=False).hexdigest()
        if found == wanted.lower():
            yield pk


def _code_in(iri: str) -> str:
    prefix = "urn:skillmap:activity:"
    return iri.removeprefix(prefix) if iri.startswith(prefix) else ""


def _page_in(iri: str) -> UUID | None:
    prefix = f"{settings.BASE_URL}/catalogue/"
    if not iri.startswith(prefix):
        return None
    try:
        return UUID(iri.removeprefix(prefix).rstrip("/"))
    except ValueError:
        return None
