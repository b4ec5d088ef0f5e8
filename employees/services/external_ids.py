"""What other systems call our people."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from employees import rules
from employees.enums import DELETED_PERSON, EXTERNAL_PERSON, TOLD_NUMBER, USER_NAME
from employees.models import Employee
from skillmap.core.errors import ConflictError, NotAllowedError
from skillmap.core.models import ExternalId, User


def resolve_person(*, source: str, value: str, number: str) -> str:
    """Return the employee number of whom a system calls `value`; `number` is what it says.

    That is the number it says as long as nobody is linked. Raises `ConflictError` when it says
    another number than that of the linked person, or that of somebody it calls something else.
    """
    links = ExternalId.objects.filter(kind=EXTERNAL_PERSON, source=source)
    people = Employee.objects.filter(pk__in=links.filter(value=value).values("object_id"))
    linked = people.values_list("number", flat=True).first()
    if linked is not None:
        if number not in ("", linked):
            text = _("This id belongs to somebody with another employee number.")
            raise ConflictError(text, code="another_number")
        return linked
    named = Employee.objects.filter(number=number)
    if links.filter(object_id__in=named.values("pk")).exists():
        text = _("This system calls this person something else already.")
        raise ConflictError(text, code="linked_already")
    return number


def link_person(*, source: str, value: str, number: str) -> None:
    """Remember what a system calls the person with this number."""
    person = Employee.objects.get(number=number)
    ExternalId.objects.update_or_create(
        kind=EXTERNAL_PERSON, source=source, value=value, defaults={"object_id": person.pk}
    )


def rename_person(*, source: str, person: Employee, kind: str, value: str) -> bool:
    """Let a system call a person `value` from now on, or nothing (empty); True when that is new.

    `kind` is `EXTERNAL_PERSON` or `USER_NAME`.
    """
    names = ExternalId.objects.filter(kind=kind, source=source)
    own = names.filter(object_id=person.pk)
    if list(own.values_list("value", flat=True)) == ([value] if value else []):
        return False
    own.exclude(value=value).delete()
    if value:
        names.update_or_create(
            value=value, defaults={"object_id": person.pk, "kind": kind, "source": source}
        )
    return True


def mark_deleted(*, source: str, person: Employee, deleted: bool) -> None:
    """A system knows this person no more, whatever it called them; or again."""
    ids = ExternalId.objects.filter(source=source, object_id=person.pk)
    ids.filter(kind=DELETED_PERSON).delete()
    if deleted:
        ids.filter(kind__in=(EXTERNAL_PERSON, USER_NAME)).delete()
        mark = {"kind": DELETED_PERSON, "value": str(person.public_id)}
        ExternalId.objects.create(source=source, object_id=person.pk, **mark)


@transaction.atomic
def remember_numbers(*, actor: User, people: Mapping[str, Employee]) -> int:
    """Remember whom results mean by numbers that nobody has; how many were not known so before.

    Raises `NotAllowedError`.
    """
    _refuse_others(actor)
    named = ExternalId.objects.filter(kind=TOLD_NUMBER)
    known = dict(named.filter(value__in=people).values_list("value", "object_id"))
    new = {number: one for number, one in people.items() if known.get(number) != one.pk}
    for number, person in new.items():
        named.update_or_create(
            source="", value=number, defaults={"object_id": person.pk, "kind": TOLD_NUMBER}
        )
    return len(new)


def forget_number(*, actor: User, number: str) -> None:
    """The number means nobody from now on; what came of it stays. Raises `NotAllowedError`."""
    _refuse_others(actor)
    ExternalId.objects.filter(kind=TOLD_NUMBER, value=number).delete()


def _refuse_others(actor: User) -> None:
    if not rules.can_import(actor):
        raise NotAllowedError(_("Only HR admins say whom a number means."))
