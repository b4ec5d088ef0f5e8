"""Three years of evidence at Norvane: review seasons, tests, certificates, work samples."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from skillmap.demo.instruments import (
    CERTIFICATES,
    LEADERSHIP_SKILLS,
    TESTED_SKILLS,
    WORK_SAMPLES,
)
from skillmap.demo.people import SEED, Person
from skillmap.demo.personas import EXPIRED_CERTIFICATE
from skillmap.demo.truth import Truth
from skillmap.starter.library import LibraryRequirement

SEASONS = (-1050, -688, -324, -38)  # days before the first Monday
PEER_SEASONS = SEASONS[1::2]
SETTLED_DAYS = 60  # newcomers are rated after this time
ASKED = 8  # skills per person and rater, at least three of each kind
ASKED_PER_KIND = 3
SELF_BIAS = {"hard": 0.2, "soft": 0.3}  # levels
SELF_NOISE, MANAGER_NOISE, PEER_NOISE, SAMPLE_NOISE, HALO = 0.7, 0.5, 0.7, 0.4, 0.3  # levels
PLAIN_TO_SEE = 0.4  # share of the noise that is left where a persona's story needs a level
# The plant that joined the pilot only this season: self-ratings, nothing else.
LATE_UNIT = "Operations/Production/Pune assembly"


@dataclass(frozen=True)
class Observation:
    """One row of our evidence layout; `level` is on the standard scale. `review` names the talk in
    which an agreed level stands in for the self-rating and the manager's."""

    employee: str
    skill: str
    source: str
    rater: str
    level: float
    observed_on: date
    expires_on: date | None = None
    reference: str = ""
    review: str = ""


@dataclass(frozen=True)
class View:
    """How one rater sees one person on one day: their general impression and the chance in it."""

    rater: Person
    source: str
    day: int
    halo: float
    noise: float
    reference: str = ""


def build_evidence(people: Sequence[Person], monday: date) -> list[Observation]:
    """All observations before `monday`, in the order of people; levels are half steps."""
    world = _World(people, monday)
    return [
        observation
        for person in people
        if person.persona is None or person.persona.measured
        for observation in _Story(person, world).observations()
    ]


class _World:
    """Everybody, who was there when, and how they rate."""

    def __init__(self, people: Sequence[Person], monday: date) -> None:
        self.monday = monday
        self.truth = Truth()
        self.by_number = {person.number: person for person in people}
        self.raters = {person.number: self.truth.rater(person) for person in people}
        self.reports: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            self.reports[person.manager].append(person)

    def date(self, day: int) -> date:
        return self.monday + timedelta(days=day)

    def colleagues(self, person: Person, day: int) -> list[Person]:
        """People of the same manager who were there on that day."""
        around = self.reports[person.manager]
        return [one for one in around if one is not person and present(one, day)]


def present(person: Person, day: int) -> bool:
    """Whether the person worked here on that day."""
    return person.joined <= day and (person.left is None or day < person.left)


class _Story:
    """What was observed about one person."""

    def __init__(self, person: Person, world: _World) -> None:
        self.person = person
        self.world = world
        self.rng = Random(f"{SEED}/evidence/{person.number}")  # noqa: S311 (not a secret)

    def observations(self) -> Iterator[Observation]:
        late = self.person.team.unit == LATE_UNIT
        for season in SEASONS[-1:] if late else SEASONS:
            if present(self.person, season - SETTLED_DAYS) and present(self.person, season):
                yield from self._first_season(season) if late else self._season(season)
        yield from self._first_weeks()
        if not late:
            yield from self._between()

    def _first_season(self, day: int) -> Iterator[Observation]:
        if self.rng.random() < 0.6:
            yield from self._self(self._asked(day), day)

    def _season(self, day: int) -> Iterator[Observation]:
        skills, talk = self._asked(day), f"{self.person.number}/{day}"
        own = [replace(one, review=talk) for one in self._self(skills, day)]
        given = [replace(one, review=talk) for one in self._manager(skills, day)]
        yield from own
        yield from given
        yield from self._agreed(own, given, day)
        if day in PEER_SEASONS:
            yield from self._peers(skills, day)
            yield from self._reports(day)

    def _asked(self, day: int) -> list[str]:
        """The most important skills, with some chance, and enough of each kind."""
        ranked = sorted(self._required(day), key=lambda one: -one.importance - self._up_to(2))
        codes = [one.skill for one in ranked]
        kept = [code for kind in ("hard", "soft") for code in self._of_kind(codes, kind)]
        return kept + [code for code in codes if code not in kept][: ASKED - len(kept)]

    def _self(self, skills: list[str], day: int) -> list[Observation]:
        if self.rng.random() < 0.08:
            return []
        modesty, on = self.rng.gauss(0, 0.35), day - self.rng.randint(0, 12)
        return [
            self._row(skill, "self", self._own(skill, day) + modesty, on, self.person)
            for skill in skills
        ]

    def _own(self, skill: str, day: int) -> float:
        noise = self.rng.gauss(0, SELF_NOISE) * self._doubt(skill)
        return self._level(skill, day) + SELF_BIAS[self.world.truth.kinds[skill]] + noise

    def _manager(self, skills: list[str], day: int) -> list[Observation]:
        manager = self.world.by_number.get(self.person.manager)
        if manager is None or not present(manager, day) or self.rng.random() < 0.1:
            return []
        view = self._view(manager, "manager", day - self.rng.randint(0, 9), MANAGER_NOISE)
        return [self._seen(skill, view) for skill in skills]

    def _agreed(
        self, own: list[Observation], given: list[Observation], day: int
    ) -> Iterator[Observation]:
        """In half of the talks both sides settle on a level for the skills they differ on most."""
        if not own or not given or self.rng.random() < 0.5:
            return
        pairs = sorted(zip(own, given, strict=True), key=lambda pair: -_apart(*pair))
        on = day + self.rng.randint(5, 16)
        review = f"review of {self.world.date(day):%B %Y}"
        for mine, theirs in pairs[:3]:
            level = (mine.level + 2 * theirs.level) / 3
            manager = self.world.by_number[theirs.rater]
            row = self._row(mine.skill, "agreed", level, on, manager, review)
            yield replace(row, review=mine.review)

    def _peers(self, skills: list[str], day: int) -> Iterator[Observation]:
        around = self.world.colleagues(self.person, day)
        for peer in self.rng.sample(around, min(3, len(around))):
            view = self._view(peer, "peer", day - self.rng.randint(0, 14), PEER_NOISE)
            yield from (self._seen(skill, view) for skill in self._of_kind(skills, "soft"))

    def _reports(self, day: int) -> Iterator[Observation]:
        asked = LEADERSHIP_SKILLS & {one.skill for one in self._required(day)}
        for report in self.world.reports[self.person.number]:
            if present(report, day - SETTLED_DAYS) and self.rng.random() < 0.75:
                view = self._view(report, "report", day - self.rng.randint(0, 14), PEER_NOISE)
                yield from (self._seen(skill, view) for skill in sorted(asked))

    def _first_weeks(self) -> Iterator[Observation]:
        """New managers rated themselves in their new role."""
        if self.person.former_role:
            codes = [one.skill for one in self._required(0)]
            yield from self._self(self._of_kind(codes, "soft") + self._of_kind(codes, "hard"), -6)

    def _between(self) -> Iterator[Observation]:
        """What happens between review seasons."""
        for one in self._required(0):
            if one.skill in TESTED_SKILLS and self.rng.random() < 0.3:
                yield self._test(one.skill, self._some_day())
            if one.skill in CERTIFICATES and self.rng.random() < 0.3:
                yield self._certificate(one.skill, self._some_day())
            if one.skill in WORK_SAMPLES.get(self.person.role, {}) and self.rng.random() < 0.4:
                yield from self._work_sample(one.skill, self._some_day())
        if self.person.joined < SEASONS[0] and self.rng.random() < 0.25:
            yield from self._former_system(SEASONS[0] - 40)
        if self.person.key == EXPIRED_CERTIFICATE:
            yield self._certificate("SAFETY", -37 - 24 * 30)

    def _test(self, skill: str, day: int) -> Observation:
        level = self._level(skill, day) + self.rng.gauss(0, 0.4)
        return self._row(skill, "test", level, day, reference=TESTED_SKILLS[skill])

    def _certificate(self, skill: str, day: int) -> Observation:
        title, level, months = CERTIFICATES[skill]
        issued = self.world.date(day)
        return Observation(
            employee=self.person.number,
            skill=skill,
            source="certificate",
            rater="",
            level=level,
            observed_on=issued,
            expires_on=issued + timedelta(days=30 * months) if months else None,
            reference=f"{title}, {issued.year}",
        )

    def _work_sample(self, skill: str, day: int) -> Iterator[Observation]:
        assessors = self.world.colleagues(self.person, day)
        if assessors:
            title = WORK_SAMPLES[self.person.role][skill]
            assessor = self.rng.choice(assessors)
            yield self._seen(
                skill, View(assessor, "work_sample", day, 0.0, SAMPLE_NOISE, reference=title)
            )

    def _former_system(self, day: int) -> Iterator[Observation]:
        for one in self._required(day)[:3]:
            level = self._level(one.skill, day) + self.rng.gauss(0, 0.7)
            yield self._row(one.skill, "external", level, day, reference="former HR system")

    def _view(self, rater: Person, source: str, day: int, noise: float) -> View:
        return View(rater, source, day, self.rng.gauss(0, HALO), noise)

    def _seen(self, skill: str, view: View) -> Observation:
        """The truth, plus how this rater rates, plus their impression, plus chance."""
        manner = self.world.raters[view.rater.number]
        chance = (view.halo + self.rng.gauss(0, view.noise)) * self._doubt(skill)
        seen = 3.0 if manner.flat else self._level(skill, view.day) + manner.severity + chance
        return self._row(skill, view.source, seen, view.day, view.rater, view.reference)

    def _row(
        self,
        skill: str,
        source: str,
        level: float,
        day: int,
        rater: Person | None = None,
        reference: str = "",
    ) -> Observation:
        return Observation(
            employee=self.person.number,
            skill=skill,
            source=source,
            rater=rater.number if rater else "",
            level=min(max(round(level * 2) / 2, 0.5), 5.0),
            observed_on=self.world.date(day),
            reference=reference,
        )

    def _required(self, day: int) -> tuple[LibraryRequirement, ...]:
        return self.world.truth.required(self.person, day)

    def _of_kind(self, codes: list[str], kind: str) -> list[str]:
        kinds = self.world.truth.kinds
        return [code for code in codes if kinds[code] == kind][:ASKED_PER_KIND]

    def _level(self, skill: str, day: int) -> float:
        return self.world.truth.level(self.person, skill, day)

    def _doubt(self, skill: str) -> float:
        persona = self.person.persona
        return PLAIN_TO_SEE if persona is not None and skill in persona.levels else 1.0

    def _up_to(self, most: float) -> float:
        return self.rng.random() * most

    def _some_day(self) -> int:
        last = self.person.left - 1 if self.person.left is not None else -1
        return self.rng.randint(min(max(self.person.joined, -1000), last), last)


def _apart(mine: Observation, theirs: Observation) -> float:
    return abs(mine.level - theirs.level)
