"""What a page says about one level: value, interval, trust, and the words for them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

COMMON_MAX = 5


@dataclass(frozen=True, slots=True)
class Level:
    """One person's level in one skill, on the skill's own scale of ranks 0..`scale_max`.

    `value`, `low` and `high` are None when the skill is not measured; `names[rank]` is the word
    for a rank. `trust` is "measured", "tentative" or "not_measured"; `status` is how the level
    stands to `required`.
    """

    scale_max: int
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
    kinds_of_rater: Sequence[str] = field(default=())

    @property
    def tint(self) -> int:
        """The colour class 0..5 on the common metric."""
        if self.value is None or not self.scale_max:
            return 0
        return min(COMMON_MAX, max(0, round(self.value / self.scale_max * COMMON_MAX)))

    @property
    def half_width(self) -> float | None:
        """Half the width of the interval, for the short form `2.6 ± 0.5`."""
        return None if self.low is None or self.high is None else self.width / 2

    @property
    def width(self) -> float:
        """Width of the interval, for the band of the level bar."""
        return 0.0 if self.low is None or self.high is None else self.high - self.low

    @property
    def gap(self) -> float | None:
        """Required minus attained, on the skill's own scale; positive means missing."""
        if self.value is None or self.required is None:
            return None
        return self.required - self.value

    @property
    def word(self) -> str:
        """`Practitioner, probably Working to Practitioner`."""
        if self.value is None:
            return _("not measured yet")
        word, low, high = self._name(self.value), self._name(self.low), self._name(self.high)
        if low == high:
            return word
        return _("%(word)s, probably %(low)s to %(high)s") % {
            "word": word,
            "low": low,
            "high": high,
        }

    @property
    def figures(self) -> str:
        """`2.6 (1.9-3.3) of 4, 90 % interval`."""
        if self.value is None or self.low is None or self.high is None:
            return _("not measured yet")
        return _("%(value)s (%(low)s–%(high)s) of %(max)s, 90 %% interval") % {
            "value": number_format(self.value, 1),
            "low": number_format(self.low, 1),
            "high": number_format(self.high, 1),
            "max": self.scale_max,
        }

    @property
    def ratings(self) -> str:
        """`3 ratings`; what the number rests on."""
        return ngettext("%(n)d rating", "%(n)d ratings", self.n_ratings) % {"n": self.n_ratings}

    def _name(self, value: float | None) -> str:
        rank = min(self.scale_max, max(0, round(value or 0.0)))
        if rank < len(self.names):
            return self.names[rank]
        return _("level %(rank)d") % {"rank": rank}
