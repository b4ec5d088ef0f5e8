"""Why a mentor fits, or why nobody does, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.enums import MatchReason, MatchRefusal

Reasons = Iterable[tuple[str, int | None]]
OF_LEVELS = frozenset({MatchReason.WELL_ABOVE, MatchReason.ABOVE, MatchReason.UNKNOWN})


def reason_words(reasons: Reasons, *, tells_levels: bool = True) -> list[str]:
    """Each reason as people read it; those that compare levels only where these are shown."""
    return [_reason(code, n) for code, n in reasons if tells_levels or code not in OF_LEVELS]


def _reason(code: str, n: int | None) -> str:
    if n is None:
        return str(MatchReason(code).label)
    if code == MatchReason.PLACES:
        text = ngettext("%(n)d place left", "%(n)d places left", n)
    else:
        text = ngettext("%(n)d working hour in common", "%(n)d working hours in common", n)
    return text % {"n": n}


def refusal_words(refusals: Reasons) -> list[str]:
    """Why nobody was found: each test that failed, and for how many mentors."""
    found = []
    for code, n in sorted(refusals, key=lambda one: MatchRefusal.values.index(one[0])):
        word = MatchRefusal(code).label
        if not n:
            found.append(str(word))
            continue
        text = ngettext("%(n)d mentor: %(why)s", "%(n)d mentors: %(why)s", n)
        found.append(text % {"n": n, "why": word})
    return found or [_("nobody offers this skill")]
