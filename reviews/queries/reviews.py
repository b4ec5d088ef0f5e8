"""What the pages of a review show: skills side by side, questions, who has done what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from assessments.queries.rating_cards import Choice, choices_of
from reviews.enums import HALF_A_LEVEL, QuestionKind, QuestionPhase, Side, Topic
from reviews.models import Question, Review, ReviewEntry, ReviewSkill
from reviews.queries.asked import asks, section_of, words
from skillmap.core.models import User
from skills.enums import SkillKind
from skills.models import Skill

MOST_SUGGESTED = 3  # questions on the meeting page


@dataclass(frozen=True)
class SkillLine:
    """One skill of a review, with what each side says where this viewer may read it.

    `proposed` is the manager's level: what "accept all" agrees on.
    """

    skill: Skill
    required: Decimal
    choices: Sequence[Choice]
    own: ReviewEntry | None = None
    manager: ReviewEntry | None = None
    agreed: ReviewEntry | None = None

    @property
    def id(self) -> str:
        """Names the skill in addresses and forms."""
        return str(self.skill.public_id)

    @property
    def distance(self) -> float | None:
        """Levels between the two sides; None unless both said one."""
        if self.own is None or self.manager is None:
            return None
        if self.own.level is None or self.manager.level is None:
            return None
        return float(abs(self.own.level - self.manager.level))

    @property
    def is_close(self) -> bool:
        return self.distance is not None and self.distance <= HALF_A_LEVEL

    @property
    def is_agreed(self) -> bool:
        return self.agreed is not None and self.agreed.level is not None

    @property
    def known(self) -> Decimal | None:
        """The level agreed on, else the manager's, else the person's own."""
        said = (self.agreed, self.manager, self.own)
        return next((one.level for one in said if one and one.level is not None), None)

    @property
    def proposed(self) -> Decimal | None:
        return self.manager.level if self.is_close and self.manager else None

    @property
    def weight(self) -> tuple[bool, float, str]:
        """Sorts the biggest disagreement first; what one side left open comes after those."""
        distance = self.distance
        return (distance is None, -(distance or 0), self.skill.name)


@dataclass(frozen=True)
class Balance:
    """How many skills of each kind are agreed, of how many."""

    hard: int
    hard_all: int
    soft: int
    soft_all: int

    @property
    def share_hard(self) -> float:
        return self.hard / self.hard_all if self.hard_all else 0

    @property
    def share_soft(self) -> float:
        return self.soft / self.soft_all if self.soft_all else 0


class Entries:
    """The entries of a review that a user may read, by what they are about; one query."""

    def __init__(self, review: Review, user: User) -> None:
        self.review = review
        rows = ReviewEntry.objects.visible_to(user).filter(review=review)
        self.rows = list(rows.select_related("question", "skill"))

    @cached_property
    def _by_key(self) -> dict[tuple[str, str, int | None], ReviewEntry]:
        """Once the parts are open a manager's own drafts give way to the part that was sent."""
        is_open = self.review.opened_at is not None
        return {
            (e.side, e.topic, e.skill_id or e.question_id): e
            for e in self.rows
            if not is_open or e.side != Side.MANAGER or self.review.has_sent(e)
        }

    @property
    def is_overall_settled(self) -> bool:
        """Had the manager proposed a rating when HR compared all teams? Else both agree on one."""
        proposed = self.one(Side.MANAGER, Topic.OVERALL)
        return self.review.is_calibrated and proposed is not None and proposed.level is not None

    def one(self, side: Side, topic: Topic, thing: int | None = None) -> ReviewEntry | None:
        """What this side says on it, if anything."""
        return self._by_key.get((side, topic, thing))


def skill_lines(review: Review, entries: Entries, *, side: Side | None = None) -> list[SkillLine]:
    """The skills of the review, or those that this side fills in, in its order; three queries."""
    rows: list[ReviewSkill] = list(review.skills.select_related("skill__scale"))
    if side is not None:
        rows = [row for row in rows if asks(side, section_of(review, row.skill.kind))]
    choices = choices_of([row.skill for row in rows])
    return [
        SkillLine(
            row.skill,
            row.required_level,
            choices[row.skill_id],
            entries.one(Side.SELF, Topic.SKILL, row.skill_id),
            entries.one(Side.MANAGER, Topic.SKILL, row.skill_id),
            entries.one(Side.SHARED, Topic.SKILL, row.skill_id),
        )
        for row in rows
    ]


def balance_of(lines: Sequence[SkillLine]) -> Balance:
    """How far the two sides agreed, kind by kind."""
    soft = [line for line in lines if line.skill.kind == SkillKind.SOFT]
    hard = [line for line in lines if line.skill.kind == SkillKind.HARD]
    return Balance(
        hard=sum(line.is_agreed for line in hard),
        hard_all=len(hard),
        soft=sum(line.is_agreed for line in soft),
        soft_all=len(soft),
    )


def line_of_answer(lines: Sequence[SkillLine], answer: ReviewEntry) -> SkillLine | None:
    """The skill an answer is most likely about: one it names, else one of the kind it was asked
    about; of several the one that lacks most."""
    asked = answer.question.kind if answer.question else QuestionKind.BOTH
    named = [line for line in lines if _names(answer.text, line.skill)]
    fits = [line for line in lines if asked in {QuestionKind.BOTH, line.skill.kind}]
    return max(
        named or fits or lines,
        key=lambda line: line.required - (line.known or 0),
        default=None,
    )


def _names(text: str, skill: Skill) -> bool:
    """Is it there as whole words: not R in “Run the shop”."""
    name = re.escape(skill.name.casefold())
    return re.search(rf"(?<!\w){name}(?!\w)", text.casefold()) is not None


def suggested_questions(review: Review, lines: Sequence[SkillLine]) -> list[str]:
    """A few of the bank about the kinds on which the two differ most; one query."""
    kinds = [line.skill.kind for line in sorted(lines, key=lambda line: line.weight)[:3]]
    rows = Question.objects.filter(
        Q(kind__in=[*kinds, "both"]), retired_on=None, phase=QuestionPhase.MANAGER
    ).order_by("code")[:MOST_SUGGESTED]
    return [words(question, review.cycle) for question in rows]
