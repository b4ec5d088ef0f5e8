"""What training costs: the money that agreed plans bind this year."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, Sum

from skillmap.core.models import User
from training.enums import PlanState
from training.models import DevelopmentPlan


@dataclass(frozen=True)
class Spending:
    """Money in cents of plans that run, or were completed, and began this calendar year.

    `committed` is what their steps cost, in `plans` plans; `unknown` of these hold steps without a
    known price, which are not in the sum. `budget` is what the `limited` plans of them that were
    made within a budget may cost together, and `within` what these do cost. `waiting` is the cost
    of plans that are proposed and not yet approved.
    """

    committed: int
    plans: int
    unknown: int
    budget: int
    limited: int
    within: int
    waiting: int
    waiting_plans: int
    currency: str

    @property
    def used(self) -> float | None:
        """Share 0..1 of the budgets that is committed; None where no plan has one."""
        return self.within / self.budget if self.budget else None


def spending_of(user: User, today: dt.date) -> Spending:
    """Over the plans that this user may read; one query."""
    counted = Q(
        state__in=[PlanState.ACTIVE, PlanState.COMPLETE],
        started_at__date__gte=today.replace(month=1, day=1),
    )
    limited = counted & Q(budget_cents__isnull=False)
    waiting = Q(state=PlanState.PROPOSED, approved_at=None) & (
        Q(cost_cents__gt=0) | Q(cost_unknown=True)
    )
    found = DevelopmentPlan.objects.visible_to(user).aggregate(
        committed=Sum("cost_cents", filter=counted, default=0),
        plans=Count("pk", filter=counted),
        unknown=Count("pk", filter=counted & Q(cost_unknown=True)),
        budget=Sum("budget_cents", filter=limited, default=0),
        limited=Count("pk", filter=limited),
        within=Sum("cost_cents", filter=limited, default=0),
        waiting=Sum("cost_cents", filter=waiting, default=0),
        waiting_plans=Count("pk", filter=waiting),
    )
    return Spending(**found, currency=settings.SKILLMAP_CURRENCY)
