"""Groups of people, read for the fairness report and by the people themselves; nowhere else."""

from employees.models import Employee
from reviews.models.fairness import GroupLabel, reading_groups


def labels_of(attribute: str) -> dict[int, str]:
    """The group of each person by employee id."""
    with reading_groups():
        rows = GroupLabel.objects.filter(attribute=attribute)
        return dict(rows.values_list("employee", "label"))


def groups_of(employee: Employee) -> list[tuple[str, str]]:
    """A person's own groups by attribute: what they may always know."""
    with reading_groups():
        rows = GroupLabel.objects.filter(employee=employee).order_by("attribute")
        return list(rows.values_list("attribute", "label"))


def attributes() -> list[str]:
    """Kinds of groups that somebody has; how many have which stays untold."""
    with reading_groups():
        rows = GroupLabel.objects.order_by("attribute").values_list("attribute", flat=True)
        return list(rows.distinct())
