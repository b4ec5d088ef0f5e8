"""Writes of the question bank."""

from django.db import transaction
from django.utils.translation import gettext as _

from employees import rules as employee_rules
from reviews.enums import QuestionKind, QuestionPhase
from reviews.models import Question
from skillmap.core.errors import NotAllowedError
from skillmap.core.models import User


@transaction.atomic
def put_question(
    *, actor: User | None, code: str, kind: QuestionKind, phase: QuestionPhase, text: str
) -> Question:
    """Create the review question of this code, or word it anew. `actor` None is the operator.

    Raises `NotAllowedError`.
    """
    if actor is not None and not employee_rules.can_edit_taxonomy(actor):
        raise NotAllowedError(_("Only HR words the questions of reviews."))
    content = {"kind": kind, "phase": phase, "text": text.strip(), "retired_on": None}
    question, _created = Question.objects.update_or_create(code=code, defaults=content)
    return question
