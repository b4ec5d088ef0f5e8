"""What a page says about one level: value, interval, trust, and the words for them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

TINTS = 5  # colour classes lvl-0 .. lvl-5


@dataclass(frozen=True, slots=True)
class Level:
    """One person's level in one skill, on the skill's own scale from `bottom` to `top`.

    `value`, `low` and `high` are None when the skill is not measured. `names` holds the words of
    the ranks, lowest first. `trust` is "measured", "tentative" or "not_measured"; `status` is how
    the level stands to `required`. `agreed` is a level agreed in a review since which nothing else
    was observed.
    """

    top: int
    bottom: int = 0
    names: Sequence[str] = ()
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n_ratings: int = 0
    observed_on: dt.date | None = None
    trust: str = "not_measured"
    status: str = "not_measured"
    required: float | None = None
    previous: float | None = None
    is_old: bool = False
    is_contested: bool = False
    agreed: float | None = None
    agreed_on: dt.date | None = None

    @property
    def tint(self) -> int:
        """The colour class, 0..5."""
        if self.value is None:
            return 0
        return min(TINTS, max(0, round((self.value - self.bottom) / self._span * TINTS)))

    @property
    def half_width(self) -> float | None:
        """Half the width of the interval, for the short form `2.6 ± 0.5`."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    @property
    def gap(self) -> float | None:
        """Required minus attained; positive means missing."""
        if self.value is None or self.required is None:
            return None
        return self.required - self.value

    @property
    def word(self) -> str:
        """`Practitioner, probably Working to Practitioner`; first what was agreed, as
        `4 agreed 12 Mar 2027 · evidence says Practitioner`."""
        if self.value is None or self.low is None or self.high is None:
            return _("not measured yet")
        if self.agreed is None or self.agreed_on is None:
            return self._evidence_word(self.value, self.low, self.high)
        agreed = round(self.agreed, 1)
        return _("%(level)s agreed %(day)s · evidence says %(word)s") % {
            "level": number_format(agreed, 0 if agreed.is_integer() else 1),
            "day": date_format(self.agreed_on, "j M Y"),
            "word": self._evidence_word(self.value, self.low, self.high),
        }

    def _evidence_word(self, *figures: float) -> str:
        word, low, high = map(self.name_of, figures)
        if low == high:
            return word
        text = _("%(word)s, probably %(low)s to %(high)s")
        return text % {"word": word, "low": low, "high": high}

    @property
    def figures(self) -> str:
        """`2.6 (1.9–3.3) of 4, 90 % interval`."""
        if self.value is None or self.low is None or self.high is None:
            return _("not measured yet")
        return _("%(value)s (%(low)s–%(high)s) of %(top)s, 90 %% interval") % {
            "value": number_format(round(self.value, 1), 1),
            "low": number_format(round(self.low, 1), 1),
            "high": number_format(round(self.high, 1), 1),
            "top": self.top,
        }

    @property
    def observations(self) -> str:
        """`3 observations`; what the number rests on: ratings, tests, certificates and more."""
        words = ngettext("%(n)d observation", "%(n)d observations", self.n_ratings)
        return words % {"n": self.n_ratings}

    @property
    def required_word(self) -> str:
        """The word of the required rank."""
        return "" if self.required is None else self.name_of(self.required)

    @property
    def ticks(self) -> list[str]:
        """Where the ranks stand on the bar."""
        return [self.place(rank) for rank in range(self.bottom, self.top + 1)]

    @property
    def places(self) -> dict[str, str]:
        """Where the parts of the level bar stand, as SVG percentages."""
        low, high = self.low or self.bottom, self.high or self.bottom
        return {
            "value": self.place(self.value),
            "low": self.place(low),
            "width": self.place(self.bottom + high - low),
            "required": self.place(self.required),
            "previous": self.place(self.previous),
        }

    def place(self, value: float | None) -> str:
        """A level as a percentage of the axis, cut to 0..100; nothing known stands at 0."""
        share = 0.0 if value is None else (value - self.bottom) / self._span
        return f"{100 * min(1.0, max(0.0, share)):.2f}%"

    def name_of(self, value: float) -> str:
        """The word of the nearest rank."""
        rank = min(self.top, max(self.bottom, round(value))) - self.bottom
        if rank < len(self.names):
            return self.names[rank]
        return _("level %(rank)d") % {"rank": rank + self.bottom}

    @property
    def _span(self) -> int:
        return (self.top - self.bottom) or 1
