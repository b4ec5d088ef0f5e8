"""The attacker: asks everything that may be asked, and deduces single answers from what is said.

It knows more than any real one: how the product decides what to show, who was asked, who answered
and in which order. As one of the raters it knows that rater's own answers as well. A claim is only
made when nothing else is possible, so a claim that is true is a leak.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement
from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.analysis import suppression
from assessments.enums import RaterKind
from assessments.models import CycleParticipant
from skills.models import Skill
from tests.attacker.organisations import HALF_STEPS, Generated, Given

Rule = Callable[..., list[suppression.Shown]]
LOW, HIGH = 0.0, 5.0
MOST_CASES = 6  # answers up to which every set of them is gone through
QUERIES = ("?raters=peer", "?format=csv&raters=peer&kind=report&skill=x&unit=Acme")
_SKILL = re.compile(r'id="skill-([0-9a-f-]+)"(.*?)</section>', re.DOTALL)
_GROUP = re.compile(
    r"<h3>(?P<kinds>[^<]+?)(?: <small.*?)?</h3>.*?(?P<value>\d\.\d) ?(?P<form>\(|or more|or less)"
    r".*?mean of (?P<n>\d+) answer",
    re.DOTALL,
)
_TEXT = re.compile(r"Word[0-9a-f]{15}")
_KINDS = {str(kind.label): kind for kind in RaterKind}
_FORMS = {"(": suppression.Form.MEAN, "or more": suppression.Form.AT_LEAST}


@dataclass(frozen=True)
class Told:
    """What a page told about the answers of some kinds of raters to one question."""

    participant: CycleParticipant
    skill: Skill
    kinds: frozenset[RaterKind]
    n: int
    form: suppression.Form
    value: float


@dataclass(frozen=True)
class Claim:
    """Every answer of these kinds to this question, but that of `insider`, is this level."""

    participant: CycleParticipant
    skill: Skill
    kinds: frozenset[RaterKind]
    level: float
    insider: Any = None

    def is_true(self, there: Generated) -> bool:
        levels = [
            one.level
            for one in there.answers(self.participant, self.skill)
            if one.kind in self.kinds and one.rater != self.insider and one.level is not None
        ]
        return bool(levels) and set(levels) == {self.level}


# --- asking -------------------------------------------------------------------------------------


def ask(
    there: Generated, viewers: Iterable[str], paths: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    """(viewer, path, answer) of every page that is let out to one of these."""
    paths = list(paths)
    for viewer in viewers:
        client = Client()
        client.force_login(there.viewers[viewer].user)
        for path in paths:
            response = client.get(path)
            if response.status_code == 200:
                body = b"".join(response) if response.streaming else response.content
                yield viewer, path, body.decode()


def every_path(there: Generated) -> Iterator[str]:
    """Every page, filter, export and REST answer about the rounds and their people."""
    yield from report_paths(there)
    yield from ("/feedback/", "/inbox/", "/external/")
    yield from ("/api/v1/levels", "/api/v1/gaps", "/api/v1/ratings")
    for participant in there.participants:
        person, cycle = participant.employee.public_id, participant.cycle.public_id
        yield reverse("pages:feedback_form", args=[cycle, person])
        yield reverse("pages:cycle_detail", args=[cycle])
        yield reverse("pages:cycle_result", args=[cycle, person])
        yield f"{reverse('pages:reliability_list')}?cycle={cycle}"
        yield reverse("pages:cycle_raters", args=[cycle, person])
        yield reverse("pages:person_evidence", args=[person])
        yield f"/api/v1/people/{person}/skills"
        for skill in there.skills:
            yield reverse("pages:person_skill", args=[person, skill.public_id])


def report_paths(there: Generated) -> Iterator[str]:
    for participant in there.participants:
        for query in QUERIES:
            yield _report_of(participant) + query


# --- reading ------------------------------------------------------------------------------------


def read_groups(there: Generated, path: str, body: str) -> Iterator[Told]:
    """The groups that a report shows, as a page or as a file."""
    participant = next((p for p in there.participants if _report_of(p) in path), None)
    if participant is None:
        return
    by_id = {str(skill.public_id): skill for skill in there.skills}
    for skill_id, section in _SKILL.findall(body):
        for found in _GROUP.finditer(section):
            kinds = frozenset(_KINDS[name.strip().lower()] for name in found["kinds"].split(","))
            form = _FORMS.get(found["form"], suppression.Form.AT_MOST)
            n, value = int(found["n"]), float(found["value"])
            yield Told(participant, by_id[skill_id], kinds, n, form, value)
    by_code = {skill.code: skill for skill in there.skills}
    for line in body.splitlines() if "format=csv" in path else []:
        cells = line.split(",")
        if cells[0] in by_code and cells[4]:
            kinds = frozenset(RaterKind(kind) for kind in cells[2].split(" + "))
            form, n = suppression.Form(cells[4]), int(cells[3])
            yield Told(participant, by_code[cells[0]], kinds, n, form, float(cells[5]))


def _report_of(participant: CycleParticipant) -> str:
    args = [participant.cycle.public_id, participant.employee.public_id]
    return reverse("pages:feedback_report", args=args)


# --- deducing -----------------------------------------------------------------------------------


def deduce(there: Generated, told: set[Told]) -> set[Claim]:
    """Everything that is certain, for somebody outside and for each of the raters."""
    claims = set()
    for one in told:
        answers = there.answers(one.participant, one.skill)
        own = [given for given in answers if given.kind in one.kinds and given.level is not None]
        for insider in [None, *own]:
            level = _certain(one.n, one.form, one.value, insider.level if insider else None)
            if level is not None and one.n > (insider is not None):
                rater = insider.rater if insider else None
                claims.add(Claim(one.participant, one.skill, one.kinds, level, rater))
    return claims | set(_subtracted(told))


def _certain(n: int, form: suppression.Form, value: float, own: float | None) -> float | None:
    """The one level that all (other) answers have in every case that would be told like this."""
    if n > MOST_CASES:
        return _bounded(n, form, value, own)
    levels: set[float] = set()
    for answers in _cases(n, suppression.shown).get((form, value), ()):
        if own is not None and own not in answers:
            continue
        rest = list(answers)
        if own is not None:
            rest.remove(own)
        levels.update(rest)
    return levels.pop() if len(levels) == 1 else None


@cache
def _cases(n: int, rule: Rule) -> dict[tuple[suppression.Form, float], list[tuple[float, ...]]]:
    """All sets of so many answers by what the product shows of them by this rule."""
    found = defaultdict(list)
    for answers in combinations_with_replacement(HALF_STEPS, n):
        for shown in rule({"peer": answers}, n, LOW, HIGH):
            found[shown.form, round(shown.value, 1)].append(answers)
    return found


def _bounded(n: int, form: suppression.Form, value: float, own: float | None) -> float | None:
    """The same for many answers, by the least and the most that a single one can be."""
    rounding = 0.05 * n
    least = 0.0 if form == suppression.Form.AT_MOST else n * value - rounding
    most = n * HIGH if form == suppression.Form.AT_LEAST else n * value + rounding
    others, own = (n, 0.0) if own is None else (n - 1, own)
    possible = [
        level
        for level in HALF_STEPS
        if least - own - (others - 1) * HIGH <= level <= most - own - (others - 1) * LOW
    ]
    return possible[0] if len(possible) == 1 else None


def _subtracted(told: set[Told]) -> Iterator[Claim]:
    """Take one group from a larger one around it; a single answer may be left."""
    for whole in told:
        for part in told:
            same = (whole.participant, whole.skill) == (part.participant, part.skill)
            if not same or not part.kinds < whole.kinds or whole.n - part.n != 1:
                continue
            left = whole.n * whole.value - part.n * part.value
            reach = 0.05 * (whole.n + part.n)
            possible = [level for level in HALF_STEPS if abs(level - left) <= reach]
            if len(possible) == 1:
                kinds = whole.kinds - part.kinds
                yield Claim(whole.participant, whole.skill, kinds, possible[0])


# --- order and identifiers ----------------------------------------------------------------------


def in_order(there: Generated, body: str) -> tuple[int, int]:
    """Of the comments on a page, how many stand where the order of answering would put them."""
    shown = list(dict.fromkeys(_TEXT.findall(body)))
    said: dict[str, Given] = {one.text: one for one in there.given if one.text}
    right = total = 0
    for skill in there.skills:
        texts = [text for text in shown if text in said and said[text].skill == skill]
        ordered = sorted(texts, key=lambda text: said[text].place)
        total += len(texts)
        right += sum(a == b for a, b in zip(texts, ordered, strict=True))
    return right, total


def texts_in(body: str) -> set[str]:
    return set(_TEXT.findall(body))
