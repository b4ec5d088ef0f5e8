"""Reads about tests: what somebody may take, one attempt as its taker sees it, results."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch

from assessments.analysis.answers import is_complete
from assessments.analysis.parameters import Z90
from assessments.enums import ItemKind
from assessments.models import Attempt, AttemptItem, Quiz
from employees.models import Requirement
from employees.models.units import Today
from skillmap.core.levels import Level
from skillmap.core.models import User
from skills.models import Scale, ScaleLevel, Skill

USUAL_VARIANCE = 0.75  # between people, levels² (computation.md, A2)
_MEASURED = 0.50  # share of uncertainty removed from which a level is measured
_SECRETS = ("item_version__key", "item_version__a", "item_version__b", "item_version__c")


@dataclass(frozen=True, slots=True)
class Option:
    """One option as shown: its place (1, 2, ...) stands for it in the page.

    `given` is the place that the taker gave it in an ordering, empty before.
    """

    place: int
    text: str
    is_chosen: bool
    given: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question as its taker sees it; nothing in it tells what is right.

    `seen` is the answer in the page's words, so that a page can tell what was changed in it.
    """

    position: int
    kind: str
    stem: str
    options: Sequence[Option]
    number: str
    is_answered: bool

    @property
    def seen(self) -> str:
        """`2`, `1,3`, `,2,1,` or the number."""
        if self.kind == ItemKind.NUMERIC:
            return self.number
        if self.kind == ItemKind.ORDERING:
            given = [option.given for option in self.options]
            return ",".join(given) if any(given) else ""
        return ",".join(str(option.place) for option in self.options if option.is_chosen)


def quizzes_for(user: User) -> list[tuple[Quiz, list[Attempt], bool]]:
    """Published tests with the user's attempts, newest first, and whether a role asks for them.

    Those that a role asks for come first. Three queries.
    """
    own = Prefetch("attempts", Attempt.objects.filter(employee__user=user), to_attr="own")
    quizzes = Quiz.objects.visible_to(user).published().select_related("skill__scale")
    quizzes = quizzes.annotate(n_lines=Count("lines")).prefetch_related(own)
    asked = skills_asked_of(user)
    rows = [(quiz, getattr(quiz, "own", []), quiz.skill_id in asked) for quiz in quizzes]
    return sorted(rows, key=lambda row: (not row[2], row[0].title))


def skills_asked_of(user: User) -> set[int]:
    """Skills that today's roles of this person ask for."""
    asked = Requirement.objects.filter(
        role_version__valid__contains=Today(),
        role_version__role__assignments__employee__user=user,
        role_version__role__assignments__valid__contains=Today(),
    )
    return set(asked.values_list("skill", flat=True))


def questions_of(attempt: Attempt) -> list[Question]:
    """The form of an attempt in its order; the keys are not even read from the database."""
    lines = attempt.lines.select_related("item_version").defer(*_SECRETS)
    return [_question(line) for line in lines]


def _question(line: AttemptItem) -> Question:
    version, response = line.item_version, line.response or []
    texts = {option["id"]: option["text"] for option in version.options}
    ordered = version.kind == ItemKind.ORDERING
    options = [
        Option(
            place,
            texts.get(one, ""),
            is_chosen=one in response,
            given=str(response.index(one) + 1) if ordered and one in response else "",
        )
        for place, one in enumerate(line.shown, start=1)
    ]
    number = response[0] if version.kind == ItemKind.NUMERIC and response else ""
    return Question(
        line.position,
        version.kind,
        version.stem,
        options,
        number,
        is_complete(version.kind, response),
    )


def result_levels(attempts: Sequence[Attempt]) -> dict[int, Level]:
    """By attempt id, the level of a scored test with its interval; one query for any number."""
    scored = [one for one in attempts if one.level is not None and one.evidence_id is not None]
    names = scale_words([one.quiz.skill for one in scored])
    return {
        one.pk: result_level(
            one.quiz.skill.scale,
            names[one.quiz.skill.scale_id],
            float(one.level or 0),
            one.variance or 0.0,
            one.submitted_at.date() if one.submitted_at else None,
        )
        for one in scored
    }


def scale_words(skills: Sequence[Skill]) -> dict[int, list[str]]:
    """Words of the ranks by scale id, lowest first."""
    words: dict[int, list[str]] = defaultdict(list)
    levels = ScaleLevel.objects.filter(scale__in={skill.scale_id for skill in skills})
    for scale, name in levels.order_by("scale", "rank").values_list("scale_id", "name"):
        words[scale].append(name)
    return words


def result_level(
    scale: Scale, names: Sequence[str], value: float, variance: float, on: dt.date | None
) -> Level:
    """What one score says by itself: the level with its 90 % interval, on the skill's scale."""
    half = Z90 * variance**0.5 * (scale.top_rank - scale.zero_rank) / 5
    removed = USUAL_VARIANCE / (USUAL_VARIANCE + variance)
    return Level(
        top=scale.top_rank,
        bottom=scale.zero_rank,
        names=tuple(names),
        value=value,
        low=max(float(scale.zero_rank), value - half),
        high=min(float(scale.top_rank), value + half),
        n_ratings=1,
        observed_on=on,
        trust="measured" if removed >= _MEASURED else "tentative",
    )
