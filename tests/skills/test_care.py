"""Renaming, moving and retiring a skill, and the way back."""

import pytest
from django.utils import timezone

from assessments.models import SkillProfile
from assessments.services.taxonomy import move_skill, undo_change
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Job
from skills.enums import LabelKind, PairReason, PairState, RelationKind, SkillKind
from skills.models import LookalikePair, Skill, SkillLabel, TaxonomyChange
from skills.queries import broader_skills, open_pairs, skills_by_name
from skills.services.care import Place, rename_skill, retire_skill
from skills.services.lookalikes import find_lookalikes, keep_apart
from tests.factories import make_profile, make_skill

pytestmark = pytest.mark.django_db


def fresh(skill):
    return Skill.objects.get(pk=skill.pk)


def rename(cast, skill, name):
    rename_skill(actor=cast.alice.user, skill=fresh(skill), name=name, now=timezone.now())


def move(cast, skill, *broader, kind=SkillKind.HARD, category="Office"):
    place = Place(kind, category, broader)
    move_skill(actor=cast.alice.user, skill=fresh(skill), place=place, now=timezone.now())


def undo(cast, change=None):
    change = change or TaxonomyChange.objects.latest("pk")
    undo_change(actor=cast.alice.user, change=change, now=timezone.now())


def test_former_name_still_finds_a_renamed_skill_and_undo_gives_it_back(cast):
    rename(cast, cast.hard, "  Tables   and sums ")
    assert fresh(cast.hard).name == "Tables and sums"
    assert skills_by_name({"spreadsheets"}) == {"spreadsheets": cast.hard}

    undo(cast)
    assert fresh(cast.hard).name == "Spreadsheets"
    assert not SkillLabel.objects.exists()


@pytest.mark.parametrize(
    "name", ["", "   ", "Spreadsheets", "ACTIVE LISTENING", "x" * 301, "a\0b", "a\u202eb"]
)
def test_name_that_cannot_be_is_refused(cast, name):
    with pytest.raises(DomainError):
        rename(cast, cast.hard, name)
    assert fresh(cast.hard).name == "Spreadsheets"


def test_rename_is_not_taken_back_once_the_name_changed_again(cast):
    rename(cast, cast.hard, "One")
    first = TaxonomyChange.objects.get()
    rename(cast, cast.hard, "Two")

    with pytest.raises(ConflictError):
        undo(cast, first)
    undo(cast)
    undo(cast, first)
    assert fresh(cast.hard).name == "Spreadsheets"


def test_skill_changed_since_it_was_shown_is_not_overwritten(cast):
    seen = fresh(cast.hard)
    rename(cast, cast.hard, "One")
    with pytest.raises(ConflictError):
        rename_skill(actor=cast.alice.user, skill=seen, name="Two", now=timezone.now())
    assert fresh(cast.hard).name == "One"


def test_retired_skill_is_offered_no_more_and_comes_back(cast):
    retire_skill(actor=cast.alice.user, skill=fresh(cast.hard), now=timezone.now())
    assert cast.hard not in Skill.objects.active()
    with pytest.raises(DomainError):
        rename(cast, cast.hard, "Other")
    with pytest.raises(DomainError):
        retire_skill(actor=cast.alice.user, skill=fresh(cast.hard), now=timezone.now())

    undo(cast)
    assert cast.hard in Skill.objects.active()


def test_moved_skill_has_its_place_and_undo_gives_the_former_one_back(cast):
    office, tools = make_skill("Office"), make_skill("Tools")
    move(cast, cast.hard, office)
    move(cast, cast.hard, tools, category="Machines")
    assert (list(broader_skills(cast.hard)), fresh(cast.hard).category) == ([tools], "Machines")

    undo(cast)
    assert (list(broader_skills(cast.hard)), fresh(cast.hard).category) == ([office], "Office")


def test_skill_does_not_become_part_of_itself(cast):
    office, tools = make_skill("Office"), make_skill("Tools")
    move(cast, tools, office)
    move(cast, cast.hard, tools)
    for above in (cast.hard, tools):
        with pytest.raises(DomainError, match="part of"):
            move(cast, office, cast.hard, above)
    assert not broader_skills(office).exists()


def test_skill_does_not_become_part_of_a_retired_one(cast):
    office = make_skill("Office")
    retire_skill(actor=cast.alice.user, skill=office, now=timezone.now())
    with pytest.raises(DomainError, match="retired"):
        move(cast, cast.hard, fresh(office))


def test_levels_follow_another_kind_both_ways(cast):
    make_profile(cast.carol, {cast.hard: {}})
    move(cast, cast.hard, kind=SkillKind.SOFT)
    assert SkillProfile.objects.get(employee=cast.carol).stale
    SkillProfile.objects.update(stale=False)
    Job.objects.all().delete()

    undo(cast)
    assert fresh(cast.hard).kind == SkillKind.HARD
    assert SkillProfile.objects.get(employee=cast.carol).stale
    assert Job.objects.filter(name="assessments.refresh_profiles").exists()


def test_who_is_not_hr_moves_nothing_and_takes_nothing_back(cast):
    place = Place(SkillKind.SOFT, "", ())
    with pytest.raises(NotAllowedError):
        move_skill(actor=cast.bob.user, skill=cast.hard, place=place, now=timezone.now())
    rename(cast, cast.hard, "One")
    with pytest.raises(NotAllowedError):
        undo_change(actor=cast.bob.user, change=TaxonomyChange.objects.get(), now=timezone.now())


def look():
    find_lookalikes(lambda _done, _total, _words: None)
    return [(row.first.name, row.second.name, row.reason) for row in open_pairs()]


def test_pairs_come_with_their_reason_the_surest_first(db):
    make_skill("Project management")
    make_skill("PROJECT MANAGEMENT")
    make_skill("Project managment")
    steering = make_skill("Steering")
    SkillLabel.objects.create(skill=steering, label="driving a bus", kind=LabelKind.ALTERNATIVE)
    make_skill("Driving a bus")
    make_skill("Baking")

    found = look()
    assert found[:2] == [
        ("Project management", "PROJECT MANAGEMENT", PairReason.SAME_NAME),
        ("Steering", "Driving a bus", PairReason.OTHER_NAME),
    ]
    assert {(one, reason) for one, _other, reason in found[2:]} == {
        ("Project management", PairReason.ALIKE),
        ("PROJECT MANAGEMENT", PairReason.ALIKE),
    }


def test_pair_that_is_not_the_same_does_not_come_again(cast):
    make_skill("Baking")
    make_skill("baking")
    look()
    pair = LookalikePair.objects.get()
    ids, now = (pair.first.public_id, pair.second.public_id), timezone.now()
    assert keep_apart(actor=cast.alice.user, pairs=[ids[::-1]], now=now) == 0
    assert keep_apart(actor=cast.alice.user, pairs=[ids], now=now) == 1
    assert keep_apart(actor=cast.alice.user, pairs=[ids], now=now) == 0

    assert look() == []
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == (PairState.DISTINCT, cast.alice.user)


def test_retired_skills_look_like_nothing(cast):
    one = make_skill("Baking")
    make_skill("baking")
    assert look()
    retire_skill(actor=cast.alice.user, skill=one, now=timezone.now())
    assert not open_pairs().exists()
    assert look() == []


def test_relation_is_kept_where_a_move_keeps_it(cast):
    office = make_skill("Office")
    move(cast, cast.hard, office)
    kept = cast.hard.relations.get(kind=RelationKind.BROADER)
    move(cast, cast.hard, office, category="Other")
    assert cast.hard.relations.get(kind=RelationKind.BROADER) == kept


def test_pair_that_is_alike_no_more_leaves_and_one_that_stays_keeps_its_row(db):
    one, other, third = (make_skill(name) for name in ("Baking", "baking", "BAKING"))
    look()
    kept = open_pairs().get(first=one, second=other).pk
    third.name = "Driving"
    third.save()
    assert [(a, b) for a, b, _reason in look()] == [("Baking", "baking")]
    assert open_pairs().get().pk == kept
