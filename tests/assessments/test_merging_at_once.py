"""Two merges, or a merge and an answer, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Evidence, SkillProfile
from assessments.services import NewEvidence, record_evidence
from assessments.services.marks import marks_now
from assessments.services.taxonomy import merge_skills
from skillmap.core.errors import DomainError
from skillmap.pages.skill_links import LINKS
from skills.models import Skill, TaxonomyChange
from tests.cast import make_cast
from tests.factories import make_evidence, make_profile, make_skill

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
