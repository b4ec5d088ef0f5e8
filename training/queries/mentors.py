"""Who offers to mentor and how they compare with those who look for somebody."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection

from assessments.models import SkillProfile
from assessments.queries.profiles import unpack_profile
from employees.models import Employee, Mentorship
from skillmap.core.models import Organisation
from skills.models import Skill
from training.analysis.mentors import Fit, Known, Mentor, Side, fit
from training.models import MentorOffer, MentorProposal

SUGGESTED = 8  # mentors shown to somebody who looks for one

_ABOVE = """
    WITH RECURSIVE up(person, boss) AS (
        SELECT employee_id, manager_id FROM employees_assignment
        WHERE employee_id = ANY(%s) AND manager_id IS NOT NULL
            AND is_primary AND valid @> CURRENT_DATE
        UNION
        SELECT up.person, a.manager_id FROM up
        JOIN employees_assignment a ON a.employee_id = up.boss
        WHERE a.manager_id IS NOT NULL AND a.is_primary AND a.valid @> CURRENT_DATE
    )
    SELECT person, boss FROM up
"""


@dataclass(frozen=True)
class Look:
    """Somebody who looks for a mentor in a skill."""

    mentee: Employee
    skill: Skill
    by_writing: bool


@dataclass(frozen=True)
class Suggestion:
    """A mentor who is possible, and why."""

    offer: MentorOffer
    fit: Fit


class Scene:
    """What is known of everybody a search or a round compares; five queries for any number.

    `shows_all`: levels of every mentor count, else those of mentors who show them. A round is
    started by somebody who may read all levels; what a colleague is shown may not depend on more
    than the mentor shows.
    """

    def __init__(
        self,
        mentees: Iterable[Employee],
        offers: Sequence[MentorOffer],
        now: dt.datetime,
        *,
        shows_all: bool,
    ) -> None:
        people = {one.pk: one for one in [*mentees, *(offer.employee for offer in offers)]}
        self.now, self.shows_all = now, shows_all
        self.home = Organisation.objects.get().time_zone
        self.above = lines_above(people)
        self.levels = _levels(people)
        self.mentees = _mentees([offer.employee_id for offer in offers])

    def mentee(self, look: Look) -> Side:
        """Who looks, as far as it is compared."""
        person = look.mentee
        return self._side(person, look.skill, person.languages, look.by_writing, shows=True)

    def mentor(self, offer: MentorOffer, skill: Skill) -> Mentor:
        """An offer, for somebody who looks for this skill."""
        mentees = self.mentees[offer.employee_id]
        languages = offer.languages or offer.employee.languages
        shows = self.shows_all or offer.shows_levels
        side = self._side(offer.employee, skill, languages, offer.by_writing, shows=shows)
        left = max(0, offer.places - mentees.total())
        return Mentor(side, max(1, offer.places), left, frozenset(mentees))

    def _side(
        self,
        person: Employee,
        skill: Skill,
        languages: Collection[str],
        by_writing: bool,
        *,
        shows: bool,
    ) -> Side:
        return Side(
            key=person.pk,
            languages=frozenset(one.strip().casefold() for one in languages if one.strip()),
            zone=_hours_from_utc(person.zone or self.home, self.now),
            site=str(person.site_id or ""),
            by_writing=by_writing,
            above=self.above[person.pk],
            level=self.levels[person.pk].get(skill.slot) if shows else None,
        )


def suggest_mentors(look: Look, now: dt.datetime) -> list[Suggestion]:
    """Possible mentors in a skill, the best first; nobody needs to know a name."""
    offers = offers_of([look.skill])
    scene = Scene([look.mentee], offers, now, shows_all=False)
    mentee = scene.mentee(look)
    found = [Suggestion(one, fit(mentee, scene.mentor(one, look.skill))) for one in offers]
    possible = [one for one in found if not one.fit.refusal]
    return sorted(possible, key=lambda one: (-one.fit.score, str(one.offer.employee)))[:SUGGESTED]


def offers_of(skills: Iterable[Skill]) -> list[MentorOffer]:
    """Standing offers that name one of these skills, in a fixed order."""
    offers = MentorOffer.objects.standing().filter(skills__in=list(skills)).distinct()
    return list(offers.select_related("employee__site", "employee__user").order_by("pk"))


def mentor_places() -> dict[int, int]:
    """How many people the mentors of each skill take in all, by the skill's id; two queries.

    Skills that nobody offers are left out.
    """
    places = {one.pk: one.places for one in MentorOffer.objects.standing()}
    named = MentorOffer.skills.through.objects.filter(mentoroffer__in=places)
    found: Counter[int] = Counter()
    for offer, skill in named.values_list("mentoroffer_id", "skill_id"):
        found[skill] += places[offer]
    return dict(found)


def lines_above(people: Iterable[int]) -> dict[int, frozenset[int]]:
    """Everybody above each of these people, through primary assignments of today; one query."""
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [list(people)])
        for person, boss in cursor.fetchall():
            found[person].add(boss)
    return defaultdict(frozenset, {person: frozenset(above) for person, above in found.items()})


def _levels(people: Iterable[int]) -> dict[int, dict[int, Known]]:
    found: dict[int, dict[int, Known]] = defaultdict(dict)
    for profile in SkillProfile.objects.filter(employee__in=list(people)):
        for cell in unpack_profile(profile):
            if cell.mean is not None and cell.error is not None:
                found[profile.employee_id][cell.slot] = Known(cell.mean, cell.error)
    return found


def _mentees(mentors: Sequence[int]) -> dict[int, Counter[int]]:
    """Per mentor the people who take a place: asked, under way, or offered by a round."""
    found: dict[int, Counter[int]] = defaultdict(Counter)
    pairs = Mentorship.objects.open().filter(mentor__in=mentors)
    offered = MentorProposal.objects.waiting().filter(mentor__in=mentors)
    for mentor, mentee in pairs.values_list("mentor_id", "mentee_id"):
        found[mentor][mentee] = 1
    for mentor, mentee in offered.values_list("mentor_id", "request__mentee_id"):
        if mentor is not None:
            found[mentor][mentee] = 1
    return found


def _hours_from_utc(zone: str, now: dt.datetime) -> float:
    offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0
