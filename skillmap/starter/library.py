"""The starter library as files: what to import, in which order, and what the files say."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
SKILL_FILES = ("skills_hard.csv", "skills_soft.csv")


@dataclass(frozen=True)
class LibraryRequirement:
    """One line of `roles.csv`: a role asks for a level (0..5) of a skill."""

    skill: str
    required_level: float
    importance: int
    essential: bool


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one CSV file of the library."""
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def skill_kinds() -> dict[str, str]:
    """Skill code to `hard` or `soft`."""
    return {row["skill_code"]: row["kind"] for name in SKILL_FILES for row in rows(FOLDER / name)}


def role_names() -> dict[str, str]:
    """Role code to the name of the role."""
    return {row["role_code"]: row["role"] for row in rows(FOLDER / "roles.csv")}


def role_requirements() -> dict[str, tuple[LibraryRequirement, ...]]:
    """Role code to what the role asks for, in the order of the file."""
    found: dict[str, list[LibraryRequirement]] = defaultdict(list)
    for row in rows(FOLDER / "roles.csv"):
        found[row["role_code"]].append(
            LibraryRequirement(
                skill=row["skill_code"],
                required_level=float(row["required_level"]),
                importance=int(row["importance"]),
                essential=row["essential"] == "1",
            )
        )
    return {role: tuple(required) for role, required in found.items()}
