"""A level over time as a picture: past quarters, today, and the months ahead without practice."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skillmap.core.levels import Level
from skillmap.pages.explanations import Story

WIDTH, HEIGHT = 420, 150  # of the picture, in its own units
LEFT, RIGHT, TOP, BOTTOM = 22, 12, 8, 20  # margins
DAYS_PER_MONTH = 30.44

Point = tuple[dt.date, Level]


@dataclass(frozen=True, slots=True)
class Curve:
    """Shapes of one picture: `points` attributes, places of dots, and labelled lines.

    `band` and `line` are what was and is known, `ahead_band` and `ahead` what would come without
    practice, empty where nothing is foretold.
    """

    band: str
    line: str
    ahead_band: str
    ahead: str
    dots: Sequence[tuple[float, float]]
    ranks: Sequence[tuple[int, float]]
    required: float | None
    days: Sequence[tuple[dt.date, float]]
    today: float
    size: tuple[int, int] = (WIDTH, HEIGHT)
    edges: tuple[int, int] = (LEFT, WIDTH - RIGHT)


def curve_of(story: Story, now: Level, today: dt.date) -> Curve | None:
    """Draw the story of one measured level; None where there is nothing but today."""
    past: list[Point] = [*story.trend, (today, now)]
    months = story.forecast.levels if story.forecast else ()
    ahead = [(today + dt.timedelta(days=round(n * DAYS_PER_MONTH)), level) for n, level in months]
    if now.value is None or len(past) + len(ahead) < 2:
        return None
    first, last = past[0][0], (ahead or past)[-1][0]
    plane = _Plane(now, first, last)
    following = [past[-1], *ahead] if ahead else []
    return Curve(
        band=plane.band(past),
        line=plane.line(past),
        ahead_band=plane.band(following),
        ahead=plane.line(following),
        dots=[plane.place(*one) for one in past],
        ranks=[(rank, plane.y(rank)) for rank in range(now.bottom, now.top + 1)],
        required=None if now.required is None else plane.y(now.required),
        days=[(day, plane.x(day)) for day in dict.fromkeys((first, last))],
        today=plane.x(today),
    )


@dataclass(frozen=True, slots=True)
class _Plane:
    """Turns days and levels into places."""

    scale: Level
    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        share = (value - self.scale.bottom) / max(self.scale.top - self.scale.bottom, 1)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def place(self, day: dt.date, level: Level) -> tuple[float, float]:
        return self.x(day), self.y(level.value or 0.0)

    def line(self, points: Sequence[Point]) -> str:
        return _joined(self.place(*one) for one in points)

    def band(self, points: Sequence[Point]) -> str:
        upper = [(self.x(day), self.y(level.high or 0.0)) for day, level in points]
        lower = [(self.x(day), self.y(level.low or 0.0)) for day, level in points]
        return _joined([*upper, *reversed(lower)])


def _joined(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)
