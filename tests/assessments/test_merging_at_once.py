"""Two merges, or a merge and an answer, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Evidence, SkillProfile
from assessments.services import NewEvidence, record_evidence
from assessments.services.marks import marks_now
from assessments.services.taxonomy import merge_skills, undo_change
from employees.models import Requirement
from employees.services.roles import Asked, publish_version
from skillmap.core.errors import DomainError
from skillmap.pages.skill_links import LINKS
from skills.models import Skill, TaxonomyChange
from tests.cast import make_cast
from tests.factories import day, make_evidence, make_profile, make_role, make_skill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def at_once(*acts):
    """What each of these answers, or how it fails, all called at the same moment."""
    ready = Barrier(len(acts))

    def one(act):
        ready.wait(60)
        try:
            return act()
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def merging(cast, skill, into):
    """A merge by somebody who looks at both now."""
    seen = [Skill.objects.get(pk=one.pk) for one in (skill, into)]
    actor = cast.alice.user
    return lambda: merge_skills(
        actor=actor, skill=seen[0], into=seen[1], links=LINKS, now=timezone.now()
    )


def test_one_of_two_opposite_merges_wins(cast):
    excel = make_skill("Excel")
    make_evidence(cast.carol, excel)
    make_evidence(cast.carol, cast.hard)

    failed = [
        answer
        for answer in at_once(merging(cast, excel, cast.hard), merging(cast, cast.hard, excel))
        if answer is not None
    ]

    assert len(failed) == 1
    change = TaxonomyChange.objects.get()
    standing = Evidence.objects.standing().values_list("skill", flat=True)
    assert list(standing) == [change.into_id] * 2


def test_answers_given_during_a_merge_all_count_for_the_survivor(cast):
    excel = make_skill("Excel")
    make_evidence(cast.carol, excel)

    def answer(person):
        row = NewEvidence(
            employee=person, skill=excel, source=Source.TEST, level=Decimal(2),
            observed_on=timezone.localdate(),
        )  # fmt: skip
        return lambda: record_evidence(rows=[row], actor=None, now=timezone.now()) and None

    people = [cast.carol, cast.dave, cast.frank, cast.grace]
    answers = at_once(merging(cast, excel, cast.hard), *map(answer, people))

    assert answers == [None] * 5
    standing = Evidence.objects.standing().values_list("skill", flat=True)
    assert list(standing) == [cast.hard.pk] * 5


def test_analysis_that_read_before_the_merge_does_not_clear_its_marks(cast):
    excel = make_skill("Excel")
    make_profile(cast.carol, {excel: {}}, stale=True)
    before = marks_now()

    with transaction.atomic():
        merging(cast, excel, cast.hard)()

    profile = SkillProfile.objects.get(employee=cast.carol)
    assert profile.stale
    assert marks_now()[cast.carol.pk] != before[cast.carol.pk]


def lock_waits(table):
    """Does somebody wait for a row of this table?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock' AND query LIKE %s",
            [f'%"{table}"%'],
        )
        return cursor.fetchone()[0] > 0


def while_published(cast, role, asked, act, waits_for):
    """What `act` answers when a role is being published as it begins; and the publication."""
    published, waits, over = Event(), Event(), Event()

    def publish():
        with transaction.atomic():
            publish_version(actor=cast.alice.user, role=role, asked=asked[:1], on=day(1))
            published.set()
            assert waits.wait(60)
            publish_version(actor=cast.alice.user, role=role, asked=asked, on=day(1))

    def act_meanwhile():
        assert published.wait(60)
        try:
            return act()
        finally:
            over.set()

    def watch():
        while not (over.is_set() or lock_waits(waits_for)):
            pass
        waits.set()

    return at_once(publish, act_meanwhile, watch)[:2]


def test_role_published_during_a_merge_asks_for_no_merged_skill(cast):
    excel, role = make_skill("Excel"), make_role("One", {cast.soft: 2})
    asked = [Asked(excel, Decimal(3))]
    merge = merging(cast, excel, cast.hard)
    answers = while_published(cast, role, asked, merge, "skills_skill")
    assert isinstance(answers[1], DomainError)
    assert Requirement.objects.filter(skill=excel).exists()
    merging(cast, excel, cast.hard)()
    assert not Requirement.objects.filter(skill=excel).exists()


def test_merge_is_taken_back_while_a_role_is_published(cast):
    excel = make_skill("Excel")
    role = make_role("One", {excel: 2})
    merging(cast, excel, cast.hard)()
    change = TaxonomyChange.objects.get()
    asked = [Asked(cast.soft, Decimal(3)), Asked(cast.hard, Decimal(3))]

    def undo():
        undo_change(actor=cast.alice.user, change=change, now=timezone.now())

    published, undone = while_published(cast, role, asked, undo, "employees_roleprofile")
    assert published is None
    assert undone.code == "changed_since"  # and not that one stood in the other's way
