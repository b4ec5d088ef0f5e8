"""What the pages of a review show: skills side by side, questions, who has done what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from assessments.queries.rating_cards import Choice, choices_of
from reviews.enums import HALF_A_LEVEL, QuestionKind, QuestionPhase, Side, Topic
from reviews.models import Question, QuestionSkill, Review, ReviewEntry, ReviewSkill
from reviews.queries.asked import asks, section_of, words
from reviews.queries.merged import folded
from skillmap.core.models import User
from skills.enums import SkillKind
from skills.models import Skill
from skills.queries import skills_by_name

MOST_SUGGESTED = 3  # questions on the meeting page
MOST_WORDS, LONGEST_NAME = 400, 6  # words of an answer that are read, and of the name of a skill
SHORT = 3  # letters; such a word is rarely the name of a skill
EDGES = ".,;:!?()[]\"'“”„‘’«»…–-"


@dataclass(frozen=True)
class SkillLine:
    """One skill of a review, with what each side says where this viewer may read it.

    `required` is None where no role asks for it: an answer named it. `proposed` is the manager's
    level: what "accept all" agrees on.
    """

    skill: Skill
    required: Decimal | None
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
        self.rows = folded(rows.select_related("question", "skill"))

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
    rows: list[ReviewSkill] = list(review.skills.once().select_related("skill__scale"))
    if side is not None:
        rows = [row for row in rows if asks(side, section_of(review, row.skill.kind))]
    choices = choices_of([row.skill for row in rows])
    fits = review.cycle.template.fits_steps
    return [
        SkillLine(
            row.skill,
            row.required_level,
            [choice for choice in choices[row.skill_id] if fits(choice.value)],
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
    """The skill an answer is most likely about: one it names, else one that its question is linked
    to, else one of the kind it was asked about; of several the one that lacks most; one query."""
    asked = answer.question.kind if answer.question else QuestionKind.BOTH
    links = set(answer.question.links.values_list("skill", flat=True)) if answer.question else set()
    named = [line for line in lines if _names(answer.text, line.skill)]
    linked = [line for line in lines if line.skill.pk in links]
    fits = [line for line in lines if asked in {QuestionKind.BOTH, line.skill.kind}]
    return max(
        named or linked or fits or lines,
        key=lambda line: (line.required or 0) - (line.known or 0),
        default=None,
    )


def skills_named(answer: ReviewEntry) -> list[Skill]:
    """Skills of the library that an answer names, the longest name first, else those its question
    is linked to; without those the review is about already. Four queries at most."""
    phrases = _phrases(answer.text)
    by_name = skills_by_name(phrases)
    longest = sorted(by_name, key=lambda name: (-len(name), name))
    linked = answer.question.skills.all() if answer.question else Skill.objects.none()
    found = dict.fromkeys(by_name[name] for name in longest) or list(linked.filter(retired_on=None))
    there = answer.review.skills.values_list("skill", "skill__replaced_by")
    known = {pk for pair in there for pk in pair}
    return [skill for skill in found if skill.pk not in known]


def _phrases(text: str) -> set[str]:
    """Every few words in a row; a short word alone only where it is written as a name."""
    words = text.split()[:MOST_WORDS]
    rows = (
        " ".join(words[start : start + length]).strip(EDGES)
        for length in range(1, LONGEST_NAME + 1)
        for start in range(len(words) - length + 1)
    )
    return {row for row in rows if len(row) > SHORT or row[:1].isupper()}


def _names(text: str, skill: Skill) -> bool:
    """Is it there as whole words: not R in “Run the shop”."""
    name = re.escape(skill.name.casefold())
    return re.search(rf"(?<!\w){name}(?!\w)", text.casefold()) is not None


def suggested_questions(review: Review, lines: Sequence[SkillLine]) -> list[str]:
    """A few of the bank about the skills on which the two differ most, else their kinds; one
    query."""
    skills = [line.skill for line in sorted(lines, key=lambda line: line.weight)[:3]]
    kinds = [skill.kind for skill in skills]
    links = QuestionSkill.objects.filter(question=OuterRef("pk"), skill__in=skills)
    rows = Question.objects.filter(
        Q(kind__in=[*kinds, "both"]) | Exists(links), retired_on=None, phase=QuestionPhase.MANAGER
    ).order_by(Exists(links).desc(), "code")[:MOST_SUGGESTED]
    return [words(question, review.cycle) for question in rows]
