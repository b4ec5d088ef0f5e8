"""Taking care of the taxonomy in the browser."""

import pytest
from django.utils import timezone

from assessments.models import Evidence
from skillmap.core.models import Job
from skills.enums import PairReason, PairState
from skills.models import LookalikePair, Skill, TaxonomyChange
from skills.services.care import rename_skill
from tests.factories import make_evidence, make_profile, make_role, make_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_alice(client, cast):
    client.force_login(cast.alice.user)
    return client


@pytest.fixture
def excel(cast):
    return make_skill("Excel", code="xl")


def care(skill):
    return f"/skills/{skill.public_id}/change/"


def counts(page):
    """Words and numbers of the list of what a change concerns."""
    return {line.words: line.number for line in page.context["touched"]}


def test_page_counts_what_a_change_concerns(as_alice, cast, excel):
    make_profile(cast.carol, {excel: {"status": 3}})
    make_profile(cast.frank, {excel: {"status": 1}})
    make_evidence(cast.carol, excel)
    make_role("One", {excel: 2})

    found = counts(as_alice.get(care(excel)))

    assert found["people with a level or a requirement"] == 2
    assert found["of them with a gap, likely or maybe"] == 1
    assert found["observations that count"] == 1
    assert found["roles that ask for it"] == 1
    assert found["tests"] == 0


def test_hr_partner_counts_the_people_of_the_own_units_only(client, cast, excel):
    make_profile(cast.carol, {excel: {}})
    make_profile(cast.frank, {excel: {}})
    make_evidence(cast.frank, excel)
    client.force_login(cast.erin.user)

    found = counts(client.get(care(excel)))

    assert found["people with a level or a requirement"] == 1
    assert found["observations that count"] == 0


def test_skill_is_renamed_and_the_change_taken_back(as_alice, cast, excel):
    as_alice.post(care(excel), {"do": "rename", "name": "Tables", "version": 1})
    page = as_alice.get("/skills/changes/").text
    assert "Excel renamed to Tables" in page

    change = TaxonomyChange.objects.get()
    as_alice.post("/skills/changes/", {"change": change.public_id})
    assert Skill.objects.get(pk=excel.pk).name == "Excel"
    assert "taken back by Alice Admin" in as_alice.get("/skills/changes/").text


@pytest.mark.parametrize(
    "body",
    [
        {"do": "rename", "name": "Tables"},
        {"do": "rename", "name": "Tables", "version": 7},
        {"do": "rename", "name": "", "version": 1},
        {"do": "rename", "name": "Spreadsheets", "version": 1},
        {"do": "move", "kind": "spongy", "version": 1},
        {"do": "move", "kind": "hard", "more": "nothing known", "version": 1},
        {"do": "move", "kind": "hard", "more": "Excel", "version": 1},
        {"do": "retire"},
        {"do": "explode", "version": 1},
        {},
    ],
)
def test_faulty_or_outdated_form_changes_nothing(as_alice, cast, excel, body):
    assert as_alice.post(care(excel), body).status_code == 422
    stored = Skill.objects.get(pk=excel.pk)
    assert (stored.name, stored.version, stored.retired_on) == ("Excel", 1, None)


def test_skill_is_moved_under_another_by_its_name(as_alice, cast, excel):
    body = {"do": "move", "kind": "soft", "category": "Office", "more": "xl", "version": 1}
    as_alice.post(care(cast.hard), body)
    moved = Skill.objects.get(pk=cast.hard.pk)
    assert (moved.kind, moved.category) == ("soft", "Office")
    assert moved.relations.get().other == excel


def test_merge_shows_both_sides_and_writes_after_a_yes(as_alice, cast, excel):
    make_evidence(cast.carol, excel)
    url = f"/skills/{excel.public_id}/merge/"

    shown = as_alice.get(f"{url}?into=spreadsheets")
    assert shown.context["into"] == cast.hard
    assert Evidence.objects.standing().get().skill == excel

    body = {"into": cast.hard.public_id, "version": 1, "into_version": 1}
    assert as_alice.post(url, body).status_code == 302
    assert Evidence.objects.standing().get().skill == cast.hard
    assert "Replaced by" in as_alice.get(f"/skills/{excel.public_id}/").text


@pytest.mark.parametrize("into", ["", "nothing known", "\0", "xl"])
def test_merge_into_nothing_or_itself_is_refused(as_alice, excel, into):
    url = f"/skills/{excel.public_id}/merge/"
    body = {"into": into, "version": 1, "into_version": 1}
    assert as_alice.post(url, body).status_code == 422
    assert not TaxonomyChange.objects.exists()


def test_merge_of_a_skill_that_changed_meanwhile_shows_both_again(as_alice, cast, excel):
    rename_skill(actor=cast.alice.user, skill=cast.hard, name="Tables", now=timezone.now())
    body = {"into": cast.hard.public_id, "version": 1, "into_version": 1}
    response = as_alice.post(f"/skills/{excel.public_id}/merge/", body)
    assert response.status_code == 422
    assert "meanwhile" in response.text
    assert 'name="into_version" value="2"' in response.text


def test_hr_partner_is_offered_no_merge_and_no_way_back_from_one(client, cast, excel):
    TaxonomyChange.objects.create(
        kind="merge", skill=excel, into=cast.hard, words="Excel merged", history={},
        made_by=cast.alice.user, made_at=timezone.now(),
    )  # fmt: skip
    client.force_login(cast.erin.user)
    assert "Merge into" not in client.get(care(excel)).text
    assert "Take back" not in client.get("/skills/changes/").text


@pytest.mark.parametrize("wanted", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_change_that_is_not_there_is_told(as_alice, wanted):
    page = as_alice.post("/skills/changes/", {"change": wanted}, follow=True)
    assert "There is no such change." in page.text


def test_pairs_are_listed_and_kept_apart_many_at_once(as_alice, cast, excel):
    pairs = [
        LookalikePair.objects.create(
            first=cast.hard, second=other, reason=PairReason.ALIKE, percent=80
        )
        for other in (excel, make_skill("Spreadsheet"))
    ]
    page = as_alice.get("/skills/alike/").text
    assert "80 % alike" in page
    assert f"/skills/{excel.public_id}/merge/?into={cast.hard.public_id}" in page

    wanted = [f"{pair.first.public_id}/{pair.second.public_id}" for pair in pairs]
    as_alice.post("/skills/alike/", {"pair": [*wanted, "x", "/", wanted[0][:36]]})
    assert set(LookalikePair.objects.values_list("state", flat=True)) == {PairState.DISTINCT}
    assert "80 % alike" not in as_alice.get("/skills/alike/").text


def test_looking_again_queues_one_job_however_often_it_is_pressed(as_alice):
    for _ in range(2):
        as_alice.post("/skills/alike/", {"look": "1"})
    assert Job.objects.filter(name="skills.find_lookalikes").count() == 1
