"""Writing items: versions, and what cannot be an item."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from assessments.enums import ContentState, ItemKind
from assessments.models import Item, ItemVersion
from assessments.services.items import ItemContent, put_item
from employees.enums import Grant
from skillmap.core.enums import RowAction
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.assessments.instruments import make_item, make_quiz, take
from tests.factories import grant, make_employee, make_skill, make_soft_skill, make_user

pytestmark = pytest.mark.django_db
CONTENT = ItemContent(
    kind=ItemKind.SINGLE, stem="How many?", options=("One", "Two"), key=("2",), a=1, b=0, c=0.25
)


@pytest.fixture
def author():
    user = make_user()
    grant(user, Grant.LEARNING)
    return user


@pytest.fixture
def put(author):
    skill = make_skill()

    def write(content=CONTENT, **more):
        values = {"actor": author, "skill": skill, "code": "Q1", "now": timezone.now(), **more}
        return put_item(content=content, **values)

    return write


def test_other_words_are_another_version_and_the_first_stays(put):
    item, first = put()
    _same, second = put()
    _changed, third = put(replace(CONTENT, stem="How many now?"))
    item.refresh_from_db()
    assert (first, second, third) == (RowAction.CREATE, RowAction.UNCHANGED, RowAction.UPDATE)
    assert [version.stem for version in item.versions.all()] == ["How many?", "How many now?"]
    assert item.current.number == 2
    assert item.state == ContentState.DRAFT


def test_version_refuses_to_be_changed_or_removed(put):
    put()
    versions = ItemVersion.objects.all()
    for change in (lambda: versions.update(key=["1"]), lambda: versions._raw_delete("default")):
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            change()


def test_past_attempt_keeps_the_version_it_was_shown():
    skill = make_skill()
    item = make_item(skill, code="Q1")
    attempt = take(make_quiz(items=[item]), make_employee(user=True))
    make_item(skill, code="Q1", key=("1",))
    line = attempt.lines.get()
    assert (line.item_version.number, line.is_right) == (1, True)
    assert Item.objects.get().current.number == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stem": " "}, "stem"),
        ({"stem": "x" * 2001}, "stem"),
        ({"options": ("One",)}, "options"),
        ({"options": ("One", "One ")}, "options"),
        ({"options": ("One", " ")}, "options"),
        ({"options": tuple(str(n) for n in range(11))}, "options"),
        ({"options": ("One", "x" * 501)}, "options"),
        ({"key": ()}, "key"),
        ({"key": ("3",)}, "key"),
        ({"key": ("1", "2")}, "key"),
        ({"key": ("0",)}, "key"),
        ({"a": None}, "a"),
        ({"a": 0.0}, "a"),
        ({"a": float("nan")}, "a"),
        ({"a": 5.1}, "a"),
        ({"b": -6.1}, "b"),
        ({"c": 1.0}, "c"),
        ({"c": -0.1}, "c"),
        ({"kind": ItemKind.ORDERING}, "key"),
        ({"kind": ItemKind.NUMERIC}, "options"),
        ({"kind": ItemKind.NUMERIC, "options": (), "key": ("ten", "0")}, "key"),
        ({"kind": ItemKind.NUMERIC, "options": (), "key": ("10",)}, "key"),
        ({"kind": ItemKind.NUMERIC, "options": (), "key": ("10", "-1")}, "key"),
        ({"kind": ItemKind.NUMERIC, "options": (), "key": ("NaN", "0")}, "key"),
    ],
)
def test_content_that_cannot_be_an_item_is_refused_and_nothing_is_written(put, change, field):
    with pytest.raises(DomainError) as refused:
        put(replace(CONTENT, **change))
    assert refused.value.field == field
    assert not Item.objects.exists()


@pytest.mark.parametrize("code", ["", "  ", "x" * 61])
def test_item_needs_a_code(put, code):
    with pytest.raises(DomainError) as refused:
        put(code=code)
    assert refused.value.field == "code"


def test_soft_skill_has_no_items_with_a_right_answer(put):
    with pytest.raises(DomainError, match="write a scenario"):
        put(skill=make_soft_skill())


def test_only_authors_write_items(put):
    with pytest.raises(NotAllowedError):
        put(actor=make_user())
    put()
    with pytest.raises(NotAllowedError):
        put(replace(CONTENT, stem="Changed"), actor=make_user())
    assert Item.objects.get().current.stem == CONTENT.stem


def test_second_author_who_saw_an_older_version_is_told(put):
    item, _ = put()
    put(replace(CONTENT, stem="First change"), expected=item.version)
    with pytest.raises(ConflictError):
        put(replace(CONTENT, stem="Second change"), expected=item.version)
    assert Item.objects.get().current.stem == "First change"


def test_parameters_say_where_they_come_from(put):
    item, _ = put()
    assert item.current.calibration == "assumed"
    item, _ = put(replace(CONTENT, a=None, b=None, c=None, calibration="x"))
    assert (item.current.calibration, item.current.has_parameters) == ("", False)
