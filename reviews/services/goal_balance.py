"""The balance guard where the organisation made it a condition."""

from django.utils.translation import gettext as _

from reviews.models import Review
from reviews.queries.goals import goal_balance, open_goals
from skillmap.core.errors import DomainError
from skillmap.core.models import Organisation


def check_goals(review: Review) -> None:
    """Raise `DomainError` where open goals must be of both kinds and are of one only."""
    organisation = Organisation.objects.first()
    wanted = organisation is not None and organisation.goals_need_both_kinds
    if not wanted or not review.cycle.template.has_goals:
        return
    if goal_balance(list(open_goals(review.employee))).lopsided:
        text = _(
            "All open goals are about one kind of skill. Add one about the other kind, then sign."
        )
        raise DomainError(text, code="one_kind")
