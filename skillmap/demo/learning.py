"""What people at Norvane learned in the last two years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from skillmap.demo.people import SEED, Person
from skillmap.demo.truth import Truth

PAST_DAYS = 730
PER_PERSON = (0, 1, 1, 2, 3)


@dataclass(frozen=True)
class Learned:
    """Somebody finished an activity."""

    employee: str
    activity: str
    completed_on: date


def build_learning(
    people: Sequence[Person], catalogue: Sequence[dict[str, str]], monday: date
) -> list[Learned]:
    """Finished activities, at most once each, on skills of the person's role.

    `catalogue` holds rows of our activities layout.
    """
    truth = Truth()
    taught = _taught_first(catalogue)
    return [
        learned
        for person in people
        if person.persona is None or person.persona.measured
        for learned in _of_person(person, truth, taught, monday)
    ]


def _taught_first(catalogue: Sequence[dict[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Primary skill to (activity code, language); only what nobody has to travel to."""
    taught: dict[str, list[tuple[str, str]]] = {}
    for row in catalogue:
        if row["venue"] != "onsite":
            primary = row["outcomes"].split(":")[0]
            taught.setdefault(primary, []).append((row["activity_code"], row["language"]))
    return taught


def _of_person(
    person: Person, truth: Truth, taught: dict[str, list[tuple[str, str]]], monday: date
) -> list[Learned]:
    rng = Random(f"{SEED}/learning/{person.number}")  # noqa: S311 (not a secret)
    skills = [one.skill for one in truth.required(person, 0)]
    on_offer = [
        code
        for skill in skills
        for code, language in taught.get(skill, ())
        if language in ("", *person.languages)
    ]
    number = min(rng.choice(PER_PERSON), len(on_offer))
    last = person.left - 1 if person.left is not None else -3
    first = min(max(person.joined, -PAST_DAYS), last)
    return [
        Learned(person.number, code, monday + timedelta(days=rng.randint(first, last)))
        for code in rng.sample(on_offer, number)
    ]
