"""Templates of reviews: what is asked, of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import rules
from reviews.enums import LevelSteps, Overall, QuestionPhase, ReviewCycleState
from reviews.models import Question, ReviewCycle, ReviewTemplate, TemplateQuestion
from reviews.models.cycles import LONGEST_WORDS
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTerms:
    """What HR decides about a template; see `ReviewTemplate`. An empty section is not asked."""

    name: str
    hard_by: str = QuestionPhase.BOTH
    soft_by: str = QuestionPhase.BOTH
    summary_by: str = QuestionPhase.BOTH
    has_goals: bool = True
    level_steps: str = LevelSteps.HALVES
    has_overall: bool = False
    overall_words: Sequence[str] = ()
    questions: Sequence[Question] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """The values of `ReviewTemplate`."""
        names = ("hard_by", "soft_by", "summary_by", "has_goals", "level_steps", "has_overall")
        words = [" ".join(word.split()) for word in self.overall_words]
        return {
            "name": self.name.strip(),
            **{name: getattr(self, name) for name in names},
            "overall_words": [word for word in words if word],
        }


@transaction.atomic
def create_template(*, actor: User | None, terms: TemplateTerms) -> ReviewTemplate:
    """The first edition of a template. `actor` None is the operator.

    Raises `NotAllowedError`, `DomainError` naming the field.
    """
    _check(actor, terms)
    template = ReviewTemplate.objects.create(created_by=actor, **terms.columns)
    _write_questions(template, terms)
    return template


@transaction.atomic
def change_template(
    *, actor: User, template: ReviewTemplate, terms: TemplateTerms, expected: int
) -> ReviewTemplate:
    """Change the edition, or begin the next one where a started cycle uses it. Returns it.

    Raises `NotAllowedError`, `DomainError` naming the field, `ConflictError`.
    """
    _check(actor, terms)
    stored = ReviewTemplate.objects.select_for_update().get(pk=template.pk)
    if ReviewTemplate.objects.filter(previous=stored).exists():
        raise DomainError(_("There is a newer edition of this template; change that one."))
    if stored.version != expected:
        raise ConflictError(
            _("Somebody changed this template meanwhile. Look at it and save again."),
            code="stale_version",
        )
    for name, value in terms.columns.items():
        setattr(template, name, value)
    started = ReviewCycle.objects.filter(template=template).exclude(state=ReviewCycleState.DRAFT)
    if not started.exists():
        save_versioned(template, list(terms.columns), expected=expected)
        _write_questions(template, terms)
        return template
    fresh = ReviewTemplate.objects.create(
        previous=template, edition=template.edition + 1, created_by=actor, **terms.columns
    )
    _write_questions(fresh, terms)
    drafts = ReviewCycle.objects.filter(template=template, state=ReviewCycleState.DRAFT)
    drafts.update(template=fresh)
    return fresh


def _check(actor: User | None, terms: TemplateTerms) -> None:
    if actor is not None and not rules.can_run_reviews(actor):
        raise NotAllowedError(_("Only HR designs templates of reviews."))
    if not terms.name.strip():
        raise DomainError(_("Give the template a name."), field="name")
    for field, words in (
        ("hard_by", _("A review without hard skills would leave half of the work unseen.")),
        ("soft_by", _("A review without soft skills would leave half of the work unseen.")),
    ):
        if not getattr(terms, field):
            raise DomainError(f"{words} {_('Say who fills that section.')}", field=field)
    _check_overall(terms.columns["overall_words"])


def _check_overall(words: Sequence[str]) -> None:
    """A word for every rank, or for none; no two the same."""
    if not words:
        return
    if len(words) != len(Overall) or len({word.casefold() for word in words}) != len(words):
        text = _("Write %(n)d different lines, from the lowest to the highest, or none at all.")
        raise DomainError(text % {"n": len(Overall)}, field="overall_words")
    if max(map(len, words)) > LONGEST_WORDS:
        text = _("A line has at most %(most)d characters.")
        raise DomainError(text % {"most": LONGEST_WORDS}, field="overall_words")


def _write_questions(template: ReviewTemplate, terms: TemplateTerms) -> None:
    template.questions.all().delete()
    TemplateQuestion.objects.bulk_create(
        TemplateQuestion(template=template, question=question, position=position)
        for position, question in enumerate(terms.questions)
    )
