"""Peer circles: who of a cohort meets with whom, in groups of three or four.

Nobody sits with somebody of the own reporting line (above, below, or with the same manager); all
of a circle share hours of the working day and, where languages are known, one language.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

SMALLEST, LARGEST = 3, 4
TRIES, FEWEST_TRIES = 60, 4  # orders in which people are placed; the best result counts
PLACINGS = 6_000  # in all, so that a cohort of hundreds takes seconds
LINE, HOURS, LANGUAGE, NUMBER = "line", "hours", "language", "number"


@dataclass(frozen=True)
class Peer:
    """Somebody to place. `manager` 0 is nobody, `above` all managers up to the top; `hours` whole
    working hours of a day in UTC (0..23); `languages` empty means not known."""

    key: int
    manager: int = 0
    above: frozenset[int] = frozenset()
    hours: frozenset[int] = frozenset(range(24))
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Circle:
    """Keys of its members, ascending; what they have in common."""

    members: tuple[int, ...]
    hours: frozenset[int]
    languages: frozenset[str]


@dataclass(frozen=True)
class Placement:
    """Everybody is in one circle, or in `alone` with the reason."""

    circles: tuple[Circle, ...]
    alone: dict[int, str]


def form_circles(peers: Sequence[Peer], *, least_hours: int, seed: int = 0) -> Placement:
    """Place as many as possible, then with as many common hours as possible.

    A randomised greedy filling, the best of some tries; the same peers and seed give the same
    circles, whatever their order. O(tries x people x circles).
    """
    ordered = sorted(peers, key=lambda peer: peer.key)
    dice = random.Random(seed)  # noqa: S311 - reproducible, no secret
    friends = {p.key: sum(_clash(p, o, least_hours) is None for o in ordered) for p in ordered}
    best: list[_Group] = []
    tries = max(FEWEST_TRIES, min(TRIES, PLACINGS // max(1, len(ordered))))
    for _ in range(tries):
        weight = {peer.key: friends[peer.key] + 3 * dice.random() for peer in ordered}
        groups = _fill(sorted(ordered, key=lambda p: (weight[p.key], p.key)), least_hours)
        if not best or _score(groups) > _score(best):
            best = groups
    placed = {peer.key for group in best for peer in group.peers}
    circles = [group.as_circle for group in best]
    return Placement(
        circles=tuple(sorted(circles, key=lambda circle: circle.members)),
        alone={p.key: _why_alone(p, ordered, least_hours) for p in ordered if p.key not in placed},
    )


def fill_places(
    peers: Sequence[Peer], circles: Mapping[int, Sequence[Peer]], *, least_hours: int
) -> dict[int, Circle]:
    """Free places of circles there are, for those no new circle was found for.

    Each in turn joins the smallest circle that takes them, of these the one with most hours in
    common. Returns the circles that grew, as they are now. O(people x circles).
    """
    groups = {number: _Group(list(members)) for number, members in circles.items() if members}
    grown = set()
    for peer in sorted(peers, key=lambda peer: peer.key):
        open_ = [number for number, group in groups.items() if group.takes(peer, least_hours)]
        if open_:
            best = min(open_, key=lambda n: (len(groups[n].peers), -_common(groups[n], peer), n))
            groups[best].peers.append(peer)
            grown.add(best)
    return {number: groups[number].as_circle for number in sorted(grown)}


def starts_within(hours: frozenset[int], length: float) -> list[int]:
    """Whole hours (UTC) at which a meeting can begin so that it lies in `hours`, the one with most
    room to both ends first; a meeting longer than the hours in common lies in them as far as it
    can. Without any hour in common every hour is as good."""
    for whole in range(max(1, ceil(length)), 0, -1):
        begin = [h for h in hours if all((h + n) % 24 in hours for n in range(whole))]
        if begin:
            return sorted(begin, key=lambda hour: (-_room(hours, hour, whole), hour))
    return list(range(24))


def hours_touched(begins: datetime, length: float) -> frozenset[int]:
    """Whole hours of the clock of `begins` in which something of so many hours takes place."""
    quarters = range(0, round(length * 60), 15)
    return frozenset((begins + timedelta(minutes=one)).hour for one in quarters)


def _room(hours: frozenset[int], begin: int, length: int) -> int:
    """Hours in common before a meeting or after it, whichever are fewer."""
    before = next((n for n in range(24) if (begin - n - 1) % 24 not in hours), 24)
    after = next((n for n in range(24) if (begin + length + n) % 24 not in hours), 24)
    return min(before, after)


@dataclass
class _Group:
    peers: list[Peer] = field(default_factory=list)

    @property
    def hours(self) -> frozenset[int]:
        return frozenset.intersection(*(peer.hours for peer in self.peers))

    @property
    def languages(self) -> frozenset[str]:
        """Those that all with known languages speak; empty where none are known."""
        known = [peer.languages for peer in self.peers if peer.languages]
        return frozenset.intersection(*known) if known else frozenset()

    @property
    def as_circle(self) -> Circle:
        return Circle(tuple(sorted(peer.key for peer in self.peers)), self.hours, self.languages)

    def takes(self, peer: Peer, least_hours: int) -> bool:
        if len(self.peers) == LARGEST:
            return False
        if any(_is_one_line(peer, other) for other in self.peers):
            return False
        larger = _Group([*self.peers, peer])
        known = any(one.languages for one in larger.peers)
        return len(larger.hours) >= least_hours and bool(larger.languages or not known)


def _fill(order: Sequence[Peer], least_hours: int) -> list[_Group]:
    """Spread people over as few circles as hold them all; too small ones are given up."""
    groups = [_Group() for _ in range(max(1, -(-len(order) // LARGEST)))]
    left = []
    for peer in order:
        open_ = [group for group in groups if not group.peers or group.takes(peer, least_hours)]
        if open_:
            min(open_, key=lambda group: (len(group.peers), -_common(group, peer))).peers.append(
                peer
            )
        else:
            left.append(peer)
    for group in sorted(groups, key=lambda group: len(group.peers)):
        if len(group.peers) < SMALLEST:
            left += group.peers
            groups.remove(group)
    for peer in left:
        late = next((group for group in groups if group.takes(peer, least_hours)), None)
        if late is not None:
            late.peers.append(peer)
    return groups


def _score(groups: Sequence[_Group]) -> tuple[int, int]:
    return sum(len(group.peers) for group in groups), sum(len(group.hours) for group in groups)


def _common(group: _Group, peer: Peer) -> int:
    return len(group.hours & peer.hours) if group.peers else 0


def _is_one_line(one: Peer, other: Peer) -> bool:
    """Above, below, or with the same direct manager."""
    same = one.manager != 0 and one.manager == other.manager
    return same or one.key in other.above or other.key in one.above


def _clash(one: Peer, other: Peer, least_hours: int) -> str | None:
    """Why two people cannot sit together."""
    if one.key == other.key or _is_one_line(one, other):
        return LINE
    if len(one.hours & other.hours) < least_hours:
        return HOURS
    if one.languages and other.languages and not one.languages & other.languages:
        return LANGUAGE
    return None


def _why_alone(peer: Peer, everybody: Sequence[Peer], least_hours: int) -> str:
    """What keeps somebody from most of the others, where too few are left for a circle."""
    clashes = [_clash(peer, other, least_hours) for other in everybody if other.key != peer.key]
    if clashes.count(None) >= SMALLEST - 1 or not any(clashes):
        return NUMBER
    return max((LINE, HOURS, LANGUAGE), key=clashes.count)
