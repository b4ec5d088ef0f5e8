"""The pages of a calibration: what HR, managers and the person read before and after the lock."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.enums import Grant
from employees.models import Assignment
from reviews.enums import Gate, Overall, ReviewCycleState, ReviewState, Side, Topic
from reviews.models import CalibrationChange, Review, ReviewEntry
from reviews.queries.calibration import compared_skills
from reviews.services import life
from reviews.services.entries import About, Said, keep_entry
from reviews.services.meeting_skills import add_skill
from skillmap.core.errors import ConflictError
from skillmap.core.models import Organisation, ReadLog
from tests.factories import assign, grant, make_employee, make_skill
from tests.reviews.calibrated import adjust, level_of, lock, make_season, make_sent_review
from tests.reviews.season import make_review, make_review_cycle, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def season(cast):
    return make_season(cast)


@pytest.fixture
def review(cast, season):
    return make_sent_review(cast, season)


def page_of(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(name, args=args)).content.decode()


def test_the_person_sees_the_final_level_only(cast, season, review, client):
    adjust(cast.alice.user, review, cast.hard, reason="SECRET-REASON")
    lock(cast, season)
    for name in ("pages:review_detail", "pages:review_meeting"):
        page = page_of(client, cast.carol.user, name, review.public_id)
        assert "SECRET-REASON" not in page
    assert "(calibrated)" in page_of(
        client, cast.carol.user, "pages:review_detail", review.public_id
    )
    assert "SECRET-REASON" in page_of(
        client, cast.bob.user, "pages:review_detail", review.public_id
    )


def test_hr_says_why_once_and_the_person_can_read_it(cast, season, review, client):
    client.force_login(cast.alice.user)
    url = reverse("pages:calibration_people", args=[season.public_id])
    assert "Carol Report" not in client.get(url).content.decode()
    assert client.post(url, {"reason": " "}).status_code == 422
    page = client.post(url, {"reason": "comparing teams"}, follow=True).content.decode()
    assert "Carol Report" in page
    log = ReadLog.objects.get()
    assert (log.subject_id, log.reason) == (cast.carol.pk, "comparing teams")


def test_hr_adjusts_on_the_page_and_nothing_typed_is_lost(cast, season, review, client):
    client.force_login(cast.alice.user)
    url = reverse("pages:calibration_people", args=[season.public_id])
    about = f"{url}?about={cast.hard.public_id}"
    client.post(about, {"reason": "comparing teams"})
    row = {"review": str(review.public_id), "version": "1", "why": "my long reason"}
    refused = client.post(about, row | {"level": ""})
    assert refused.status_code == 422
    assert "my long reason" in refused.content.decode()
    page = client.post(about, row | {"level": "3"}, follow=True).content.decode()
    assert "4.0 → 3.0" in page
    assert level_of(review, cast.hard) == 3


def test_the_manager_proposes_an_overall_rating_where_teams_are_compared(cast, season, client):
    review = make_review(cast.carol, [cast.hard], cycle=season)
    client.force_login(cast.bob.user)
    url = reverse("pages:review_prepare", args=[review.public_id])
    client.post(url, {"overall-level": str(Overall.MEETS.value), "overall-version": "0"})
    assert level_of(review, None) == Overall.MEETS
    client.force_login(cast.carol.user)
    assert "overall-level" not in client.get(url).content.decode()


def _team(cast, season, unit, name, levels):
    """A manager with one report for each of these levels, sent."""
    manager = make_employee(name, user=True)
    assign(manager, unit, manager=cast.alice)
    now = timezone.now()
    for level in levels:
        person = make_employee()
        assign(person, unit, manager=manager)
        review = make_review(
            person,
            [cast.hard],
            cycle=season,
            manager_submitted_at=now,
            manager_author=manager.user,
        )
        say(review, Side.MANAGER, manager.user, cast.hard, level=level)


def test_the_board_tells_of_no_small_group_and_flags_with_statistics(cast, season, client):
    _team(cast, season, "Acme/West", "Wendy Usual", [2, 2.5, 3, 3.5, 4, 3])
    _team(cast, season, "Acme/West", "Tina Small", [5, 5])
    _team(cast, season, "Acme/East", "Hugo High", [4.5, 5, 5, 4.5, 5, 5])
    page = page_of(client, cast.alice.user, "pages:calibration_detail", season.public_id)
    assert "Tina Small" not in page
    assert "Hugo High: levels in 6 reviews lie" in page
    assert "standard error" in page


def test_ones_own_review_is_not_counted_on_ones_own_board(cast, season, review, client):
    _team(cast, season, "Acme/West", "Wendy Usual", [3, 3, 3, 3])
    say(review, Side.MANAGER, cast.bob.user, cast.soft, level=4)
    grant(cast.carol.user, Grant.HR_ADMIN)
    for viewer, words in {cast.alice: "all units together", cast.carol: "Too few"}.items():
        page = page_of(client, viewer.user, "pages:calibration_detail", season.public_id)
        assert words in page


def test_closed_parts_are_compared_only_where_hr_calibrates(cast, client):
    plain = make_review_cycle(gate=Gate.BOTH)
    _team(cast, plain, "Acme/West", "Wendy Usual", [3, 3, 3, 3, 3])
    client.force_login(cast.alice.user)
    people = reverse("pages:calibration_people", args=[plain.public_id])
    board = reverse("pages:calibration_detail", args=[plain.public_id])
    assert "Nothing sent yet" in client.get(people).content.decode()
    assert "Too few to tell" in client.get(board).content.decode()
    Review.objects.filter(cycle=plain).update(opened_at=timezone.now(), state=ReviewState.READY)
    client.post(people, {"reason": "comparing"})
    assert "Wendy Usual" in client.get(people).content.decode()
    assert "Too few to tell" not in client.get(board).content.decode()


def test_before_the_lock_only_who_compares_and_who_wrote_read_the_reason(
    cast, season, review, client
):
    adjust(cast.alice.user, review, cast.hard, reason="SECRET-REASON")
    after = make_employee("Nora", user=True)
    Assignment.objects.filter(employee=cast.carol).update(manager=after)
    told = {cast.alice: True, cast.erin: False, after: False, cast.carol: False}
    for viewer, reads in told.items():
        page = page_of(client, viewer.user, "pages:review_detail", review.public_id)
        client.post(reverse("pages:review_reason", args=[review.public_id]), {"reason": "a case"})
        page = page_of(client, viewer.user, "pages:review_detail", review.public_id)
        assert ("Where it stands" in page, "SECRET-REASON" in page) == (True, reads)
    lock(cast, season)
    for viewer in (cast.erin, after):
        page = page_of(client, viewer.user, "pages:review_detail", review.public_id)
        assert "SECRET-REASON" in page


def test_a_finding_about_levels_needs_a_line_of_levels(cast, season, client):
    """Eight overall ratings and six levels: at a floor of eight only the ratings are told."""
    _team(cast, season, "Acme/West", "Wendy Usual", [2, 2.5, 3, 3.5, 4, 3, 2.5, 3])
    _team(cast, season, "Acme/East", "Hugo High", [4.5, 5, 5, 4.5, 5, 5, None, None])
    Organisation.objects.update(aggregate_floor=8)
    for place, one in enumerate(Review.objects.filter(cycle=season)):
        overall = 2 + place % 2
        say(one, Side.MANAGER, one.manager_author, topic=Topic.OVERALL, level=overall)
    url = reverse("pages:calibration_detail", args=[season.public_id])
    client.force_login(cast.alice.user)
    ratings = client.get(f"{url}?measure=overall").content.decode()
    assert "Acme/East" in ratings
    assert "Hugo High" not in ratings
    Organisation.objects.update(aggregate_floor=5)
    assert "Hugo High: levels in 6" in client.get(f"{url}?measure=overall").content.decode()


def test_an_adjustment_is_never_taken_for_why_one_reads(cast, season, review, client):
    client.force_login(cast.alice.user)
    url = reverse("pages:calibration_people", args=[season.public_id])
    about = f"{url}?about={cast.hard.public_id}"
    row = {"review": str(review.public_id), "version": "1", "level": "3", "why": "my long reason"}
    asked = client.post(about, row).content.decode()
    assert "Why do you need to see these reviews?" in asked
    assert not ReadLog.objects.exists()
    assert 'name="why" value="my long reason"' in asked
    client.post(about, row | {"reason": "comparing teams"})
    assert ReadLog.objects.get().reason == "comparing teams"
    assert CalibrationChange.objects.get().reason == "my long reason"


def test_without_a_proposed_rating_both_agree_on_one(cast, season, review, client):
    ReviewEntry.objects.filter(topic=Topic.OVERALL).delete()
    lock(cast, season)
    review.refresh_from_db()
    life.begin_meeting(actor=cast.bob.user, review=review)
    assert "Settled when" not in page_of(
        client, cast.bob.user, "pages:review_meeting", review.public_id
    )
    for level in (Overall.ABOVE, Overall.MEETS):  # and it can be changed until it is signed
        keep_entry(
            actor=cast.bob.user,
            review=review,
            about=About(side=Side.SHARED, topic=Topic.OVERALL),
            said=Said(level=Decimal(level)),
        )
    signed = life.sign_review(actor=cast.bob.user, review=review, now=timezone.now())
    assert signed.content["overall"] == str(Overall.MEETS.value)


def test_a_revision_that_opened_first_with_the_lock_is_settled(cast, season, review, client):
    """Archived before anything opened, begun again, sent, adjusted, locked."""
    life.archive_review(actor=cast.alice.user, review=review)
    fresh = life.reopen_review(actor=cast.alice.user, review=review)
    for person in (cast.carol, cast.bob):
        life.submit_part(actor=person.user, review=fresh, now=timezone.now())
    adjust(cast.alice.user, fresh, None, str(Overall.MEETS.value))
    lock(cast, season)
    fresh.refresh_from_db()
    assert fresh.is_calibrated
    life.begin_meeting(actor=cast.bob.user, review=fresh)
    assert "Settled when" in page_of(client, cast.bob.user, "pages:review_meeting", fresh.public_id)
    with pytest.raises(ConflictError, match="settled"):
        keep_entry(
            actor=cast.bob.user,
            review=fresh,
            about=About(side=Side.SHARED, topic=Topic.OVERALL),
            said=Said(level=Decimal(Overall.ABOVE)),
        )


def test_a_part_sent_after_the_lock_is_not_called_calibrated(cast, season, review, client):
    lock(cast, season)
    late = make_review(cast.dave, [cast.hard], cycle=season)
    say(late, Side.MANAGER, cast.frank.user, cast.hard, level=4)
    late.self_submitted_at = late.manager_submitted_at = late.opened_at = timezone.now()
    late.manager_author, late.state = cast.frank.user, ReviewState.READY
    late.save()
    for person, one, is_told in ((cast.carol, review, True), (cast.dave, late, False)):
        page = page_of(client, person.user, "pages:review_detail", one.public_id)
        assert ("(calibrated)" in page) is is_told


def test_the_board_is_for_hr_and_begins_with_the_season(cast, season, review, client):
    for name, status in {"bob": 404, "carol": 404, "grace": 404, "erin": 404}.items():
        client.force_login(cast.viewer(name))
        url = reverse("pages:calibration_detail", args=[season.public_id])
        assert client.get(url).status_code == status
    client.force_login(cast.alice.user)
    draft = make_review_cycle(state=ReviewCycleState.DRAFT)
    url = reverse("pages:calibration_detail", args=[draft.public_id])
    assert client.get(url).status_code == 404


def test_skill_beyond_the_role_is_not_compared(cast, season, review):
    lock(cast, season)
    review = life.begin_meeting(actor=cast.bob.user, review=review)
    add_skill(actor=cast.carol.user, review=review, skill=make_skill("A hobby of Carol"))
    assert compared_skills(season, Review.objects.all()) == [cast.hard]


def test_locking_on_the_page_opens_what_both_have_sent(cast, season, review, client):
    client.force_login(cast.alice.user)
    url = reverse("pages:calibration_lock", args=[season.public_id])
    page = client.post(url, follow=True).content.decode()
    assert "1 review is open" in page
    assert Review.objects.get(pk=review.pk).state == ReviewState.READY
