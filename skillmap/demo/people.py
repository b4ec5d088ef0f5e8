"""Who works at Norvane: pure, and the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from unicodedata import normalize

from skillmap.demo.names import FIRST, LAST
from skillmap.demo.personas import LEAVER, LEAVER_UNIT, PERSONAS, Persona
from skillmap.demo.structure import LANGUAGES, MAIL_DOMAIN, ONSITE_ROLES, TITLES, Team, teams
from skillmap.starter.library import role_names

SEED = "norvane"
# A first appointment as manager within the last sixty days, in days before the first Monday.
NEW_MANAGER_SINCE = (-55, -20)
WITHOUT_MAIL = {("Operations/Production/Hamburg calibration", seat) for seat in (6, 7, 8)}
EXPERT_ROLE = {
    "Technology/Software/Web applications": "SSWE",
    "Technology/Product and Design/Design": "UX",
    "Markets/Sales/Americas": "AE",
    "Markets/Customer Success/Growth accounts": "CSM",
    "Corporate/People and Culture/Recruiting": "REC",
}


@dataclass(frozen=True)
class Person:
    """One employee. `joined`, `in_role` and `left` count days from the first Monday (negative is
    past); `manager` is an employee number; `former_role` is the role before `in_role`, if any."""

    number: str
    first_name: str
    last_name: str
    team: Team
    seat: int
    role: str
    job_title: str
    manager: str
    site: str
    joined: int
    in_role: int
    hours: float
    work_mode: str
    languages: tuple[str, ...]
    status: str = "active"
    left: int | None = None
    former_role: str = ""

    @property
    def email(self) -> str:
        """Empty for a few on the floor, who log in by number and code."""
        if self.key in WITHOUT_MAIL:
            return ""
        return f"{_ascii(self.first_name)}.{_ascii(self.last_name)}@{MAIL_DOMAIN}"

    @property
    def key(self) -> tuple[str, int]:
        """Unit and seat, as personas name it."""
        return self.team.unit, self.seat

    @property
    def persona(self) -> Persona | None:
        return LEAVER if self.status == "left" else PERSONAS.get(self.key)


def build_people() -> tuple[Person, ...]:
    """Everybody, managers before the people they lead."""
    namer = _Namer()
    leads: dict[str, Person] = {}
    people: list[Person] = []
    for team in teams():
        boss = leads[team.parent].number if team.parent is not None else ""
        for seat, role in enumerate((team.lead_role, *team.seats)):
            person = _person(team, seat, role, boss, len(people), namer)
            if seat == 0:
                leads[team.unit] = person
                boss = person.number
            people.append(person)
    return (*people, _leaver(leads[LEAVER_UNIT], len(people)))


def _person(team: Team, seat: int, role: str, boss: str, index: int, namer: "_Namer") -> Person:
    number = _number(index)
    rng = Random(f"{SEED}/person/{number}")  # noqa: S311 (not a secret)
    site = team.sites[seat % len(team.sites)]
    joined = -_tenure_days(rng, lead=seat == 0)
    person = Person(
        number=number,
        first_name="",
        last_name="",
        team=team,
        seat=seat,
        role=role,
        job_title=team.lead_title if seat == 0 else _job_title(role, seat),
        manager=boss,
        site=site,
        joined=joined,
        in_role=joined,
        hours=1.0 if role == "MO" else rng.choice((1.5, 2.0, 2.0, 2.0, 3.0)),
        work_mode=_work_mode(rng, role),
        languages=LANGUAGES[site],
    )
    return _named(_promoted(_with_story(person), rng), namer)


def _with_story(person: Person) -> Person:
    persona = PERSONAS.get(person.key)
    if persona is None:
        return person
    person = replace(person, **{"languages": LANGUAGES[persona.site], **persona.facts})
    return replace(
        person,
        first_name=persona.first_name,
        last_name=persona.last_name,
        site=persona.site,
        in_role=person.joined,
    )


def _promoted(person: Person, rng: Random) -> Person:
    """Managers came from the work they now lead, new ones only weeks ago."""
    if person.role != "NEWMGR":
        return person
    return replace(
        person,
        joined=min(person.joined, -700),
        in_role=rng.randint(*NEW_MANAGER_SINCE),
        former_role=EXPERT_ROLE[person.team.unit],
    )


def _named(person: Person, namer: "_Namer") -> Person:
    if person.first_name:
        return person
    first, last = namer.name(person.site)
    return replace(person, first_name=first, last_name=last)


def _leaver(manager: Person, index: int) -> Person:
    facts = dict(LEAVER.facts)
    return Person(
        number=_number(index),
        first_name=LEAVER.first_name,
        last_name=LEAVER.last_name,
        team=manager.team,
        seat=len(manager.team.seats) + 1,
        role="AE",
        manager=manager.number,
        site=LEAVER.site,
        in_role=facts["joined"],
        hours=2.0,
        work_mode="hybrid",
        languages=LANGUAGES[LEAVER.site],
        **facts,
    )


def _number(index: int) -> str:
    """Numbers with leading zeros and gaps, as personnel files have them."""
    return f"{100 + 7 * index + index * index % 5:05d}"


def _tenure_days(rng: Random, *, lead: bool) -> int:
    longest = 3600 if lead else 2900
    return int(45 + longest * rng.random() ** 1.6) + (500 if lead else 0)


def _job_title(role: str, seat: int) -> str:
    titles = TITLES.get(role) or (role_names()[role],)
    return titles[seat % len(titles)]


def _work_mode(rng: Random, role: str) -> str:
    if role in ONSITE_ROLES:
        return "onsite"
    return rng.choices(("hybrid", "remote", "onsite"), (6, 2, 2))[0]


class _Namer:
    """Deals each site's names in a shuffled order, so that nobody has a namesake."""

    def __init__(self) -> None:
        taken = {(one.first_name, one.last_name) for one in (*PERSONAS.values(), LEAVER)}
        self._decks = {site: self._deal(site, taken) for site in FIRST}

    def name(self, site: str) -> tuple[str, str]:
        return next(self._decks[site])

    @staticmethod
    def _deal(site: str, taken: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        rng = Random(f"{SEED}/names/{site}")  # noqa: S311 (not a secret)
        firsts, lasts = FIRST[site].split(), LAST[site].split()
        rng.shuffle(firsts)
        rng.shuffle(lasts)
        for turn in range(len(lasts)):  # shifting one deck keeps every pair different
            for place, first in enumerate(firsts):
                pair = first, lasts[(place + turn) % len(lasts)]
                if pair not in taken:
                    yield pair


def _ascii(name: str) -> str:
    spelled = name.lower()
    for letter, letters in (("ö", "oe"), ("ü", "ue"), ("ä", "ae"), ("ß", "ss"), (" ", "")):
        spelled = spelled.replace(letter, letters)
    return normalize("NFKD", spelled).encode("ascii", "ignore").decode()
