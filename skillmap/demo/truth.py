"""What people at Norvane can really do: known here, only estimated by the product."""

from dataclasses import dataclass
from random import Random

from skillmap.demo.people import SEED, Person
from skillmap.demo.personas import MANAGER
from skillmap.starter.library import LibraryRequirement, role_requirements, skill_kinds

TOP = 5.0
LOWEST = 0.3
GENERAL_SD = 0.35  # levels by which people differ over all skills
SKILL_SD = 0.65  # levels by which one person's skills differ
SHORTFALL = {"hard": 0.1, "soft": 0.2}  # people fall short of their role a little, on average
GROWTH_A_YEAR = (0.05, 0.4)  # levels
TERM_DAYS = 365
# What somebody learned within the last half-year, in levels beyond the slow growth of everybody.
GREW_ON = -150
GREW = {
    (MANAGER[0], 8): {"ACTIVE_LISTENING": 1.4},
    (MANAGER[0], 9): {"DIFFICULT_CONVERSATIONS": 1.4},
}


@dataclass(frozen=True)
class Rater:
    """How somebody rates: `severity` in levels (negative is strict); `flat` gives all a 3."""

    severity: float
    flat: bool = False


class Truth:
    """True levels by person, skill and day, and how everybody rates. Same seed, same answers."""

    def __init__(self) -> None:
        self.requirements = role_requirements()
        self.kinds = skill_kinds()

    def required(self, person: Person, day: int) -> tuple[LibraryRequirement, ...]:
        """What the person's role of that day asks for."""
        promoted_later = person.former_role and day < person.in_role
        return self.requirements[person.former_role if promoted_later else person.role]

    def level(self, person: Person, skill: str, day: int) -> float:
        """The true level (0..5) on that day, counted from the first Monday."""
        rng = Random(f"{SEED}/truth/{person.number}/{skill}")  # noqa: S311 (not a secret)
        spread, growth = rng.gauss(0, SKILL_SD), rng.uniform(*GROWTH_A_YEAR)
        today = self._told(person, skill)
        if today is None:
            today = self._expected(person, skill) + self._general(person) + spread
        if day >= GREW_ON:
            today += GREW.get(person.key, {}).get(skill, 0.0)
        return min(max(today + growth * day / TERM_DAYS, LOWEST), TOP)

    def rater(self, person: Person) -> Rater:
        """How this person rates others."""
        persona = person.persona
        if persona is not None and (persona.severity is not None or persona.flat):
            return Rater(persona.severity or 0.0, persona.flat)
        rng = Random(f"{SEED}/rater/{person.number}")  # noqa: S311 (not a secret)
        return Rater(rng.gauss(0, 0.45))

    def _told(self, person: Person, skill: str) -> float | None:
        return person.persona.levels.get(skill) if person.persona else None

    def _general(self, person: Person) -> float:
        rng = Random(f"{SEED}/general/{person.number}")  # noqa: S311 (not a secret)
        told = person.persona.general if person.persona else 0.0
        return told + rng.gauss(0, GENERAL_SD)

    def _expected(self, person: Person, skill: str) -> float:
        asked = {one.skill: one.required_level for one in self.requirements[person.role]}
        if person.former_role:
            before = {one.skill: one.required_level for one in self.required(person, -TERM_DAYS)}
            asked = {one: level - 0.9 for one, level in asked.items()} | before
        return asked.get(skill, 1.8) - SHORTFALL[self.kinds[skill]]
