"""Asking for what is missing: who is asked for what, once, and taking it back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.enums import RequestState
from assessments.models import RatingRequest
from employees.enums import EmployeeStatus
from skillmap.core.models import Notification
from tests.assessments.cycles import make_open_cycle
from tests.cast import make_cast
from tests.factories import make_role, make_skill, make_soft_skill
from tests.pages.maps import make_profile

pytestmark = pytest.mark.django_db
ASK, WITHDRAW = "pages:skill_map_ask", "pages:skill_map_withdraw"


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def unmeasured(cast):
    """Nothing is known of these people in the two skills of their role."""
    for name in ("bob", "carol", "dave", "frank"):
        make_profile(cast.people[name], (cast.hard, None, 3), (cast.soft, None, 4))


def preview(client, user, **query):
    client.force_login(user)
    asking = client.get(reverse(ASK), query).context["asking"]
    return {person.first_name: [skill.name for skill in found] for person, found in asking.people}


def asked_of(person):
    open_ones = RatingRequest.objects.filter(ratee=person, state=RequestState.APPROVED)
    return sorted(open_ones.values_list("skill__name", flat=True))


def test_page_says_who_would_be_asked_for_what_and_asks_nobody(client, cast, unmeasured):
    both = ["Active listening", "Spreadsheets"]
    found = preview(client, cast.alice.user)
    assert found == {"Bob": both, "Carol": both, "Dave": both, "Frank": both}
    assert not RatingRequest.objects.exists()


@pytest.mark.parametrize(
    ("viewer", "people"),
    [("bob", {"Carol", "Dave"}), ("carol", {"Dave"}), ("erin", {"Bob", "Carol", "Dave"})],
)
def test_managers_and_partners_ask_their_own_people(client, cast, unmeasured, viewer, people):
    assert set(preview(client, cast.viewer(viewer))) == people
    client.post(reverse(ASK))
    asked = RatingRequest.objects.values_list("ratee__first_name", flat=True)
    assert set(asked) == people


@pytest.mark.parametrize("viewer", ["dave", "frank", "grace", "heidi"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_asks(client, cast, unmeasured, viewer, method):
    client.force_login(cast.viewer(viewer))
    assert getattr(client, method)(reverse(ASK)).status_code == 403
    assert not RatingRequest.objects.exists()


def test_at_most_eight_skills_the_important_first_and_both_kinds(client, cast):
    hard = [make_skill(f"Hard {n}") for n in range(9)]
    soft = [make_soft_skill(f"Soft {n}") for n in range(4)]
    make_role("", dict.fromkeys([*hard, *soft], 3))
    profile = make_profile(cast.frank, *((skill, None, 3) for skill in [*hard, *soft]))
    profile.importance[:9] = [5] * 9
    profile.save()
    [found] = preview(client, cast.alice.user).values()
    assert found == [*(f"Hard {n}" for n in range(5)), "Soft 0", "Soft 1", "Soft 2"]


def test_asked_people_find_it_in_their_inbox_and_on_the_form_until_they_answer(
    client, cast, unmeasured
):
    extra = make_skill("Beyond the request")
    make_role("", {extra: 3})
    client.force_login(cast.alice.user)
    client.post(reverse(ASK), {"category": ""})
    client.force_login(cast.carol.user)
    assert "Rate yourself" in client.get(reverse("pages:inbox_list")).content.decode()
    form = reverse("pages:rating_form", args=[cast.carol.public_id])
    cards = client.get(form).context["cards"]
    assert {card.skill for card, _fault, _url in cards} == {cast.hard, cast.soft}

    client.post(form, {f"{cast.hard.public_id}-answer": "3"})

    assert asked_of(cast.carol) == ["Active listening"]
    [done] = RatingRequest.objects.filter(state=RequestState.ANSWERED)
    assert (done.skill, done.ratee) == (cast.hard, cast.carol)


def test_nobody_is_asked_twice_for_the_same(client, cast, unmeasured):
    client.force_login(cast.alice.user)
    client.post(reverse(ASK), {"kind": "hard"})
    assert asked_of(cast.carol) == ["Spreadsheets"]
    assert preview(client, cast.alice.user)["Carol"] == ["Active listening"]
    client.post(reverse(ASK))
    client.post(reverse(ASK))
    assert asked_of(cast.carol) == ["Active listening", "Spreadsheets"]
    assert preview(client, cast.bob.user) == {}


def test_what_an_open_cycle_asks_is_not_asked_again(client, cast, unmeasured):
    make_open_cycle(cast, cast.carol)
    client.force_login(cast.bob.user)
    asking = client.get(reverse(ASK)).context["asking"]
    assert [str(person) for person, _skills in asking.people] == ["Dave Indirect"]
    assert asking.waiting == 1


def test_people_without_a_log_in_or_away_are_counted_and_not_asked(client, cast, unmeasured):
    cast.carol.user.is_active = False
    cast.carol.user.save()
    cast.dave.status = EmployeeStatus.LEAVE
    cast.dave.save()
    client.force_login(cast.bob.user)
    asking = client.get(reverse(ASK)).context["asking"]
    assert (asking.people, asking.without_log_in, asking.away) == ([], 1, 1)


def test_more_than_the_most_at_once_come_the_next_time(client, cast, unmeasured, monkeypatch):
    monkeypatch.setattr("assessments.queries.missing.MOST_PEOPLE", 3)
    client.force_login(cast.alice.user)
    assert client.get(reverse(ASK)).context["asking"].others == 1
    for expected in (3, 4):
        client.post(reverse(ASK))
        assert RatingRequest.objects.values("ratee").distinct().count() == expected


def test_withdrawing_takes_back_what_is_open_and_keeps_what_was_answered(client, cast, unmeasured):
    client.force_login(cast.alice.user)
    client.post(reverse(ASK))
    RatingRequest.objects.filter(ratee=cast.dave).update(state=RequestState.ANSWERED)
    [asked] = client.get(reverse(ASK)).context["rounds"]
    assert (asked.people, asked.ratings, asked.answered, asked.open) == (4, 8, 2, 6)

    client.post(reverse(WITHDRAW), {"asked_at": asked.asked_at.isoformat()})

    assert asked_of(cast.carol) == []
    assert RatingRequest.objects.filter(state=RequestState.ANSWERED).count() == 2
    assert not Notification.objects.filter(user=cast.carol.user, read_at=None).exists()
    assert "Carol" in preview(client, cast.alice.user)


@pytest.mark.parametrize("moment", ["", "soon", "2026-02-30T00:00:00Z", "2026-02-01T00:00:00"])
def test_withdrawing_something_that_is_no_round_changes_nothing(client, cast, unmeasured, moment):
    client.force_login(cast.alice.user)
    client.post(reverse(ASK))
    client.post(reverse(WITHDRAW), {"asked_at": moment})
    assert RatingRequest.objects.filter(state=RequestState.APPROVED).count() == 8


def test_what_somebody_else_asked_for_is_theirs_to_withdraw(client, cast, unmeasured):
    client.force_login(cast.bob.user)
    client.post(reverse(ASK))
    moment = RatingRequest.objects.values_list("decided_at", flat=True).first()
    client.force_login(cast.alice.user)
    assert client.get(reverse(ASK)).context["rounds"] == []
    answer = client.post(reverse(WITHDRAW), {"asked_at": moment.isoformat()}, follow=True)
    assert "Nothing of this is open any more." in answer.content.decode()
    assert asked_of(cast.carol)


def test_who_left_is_not_asked_any_more(client, cast, unmeasured):
    client.force_login(cast.alice.user)
    client.post(reverse(ASK))
    cast.carol.status = EmployeeStatus.LEFT
    cast.carol.left_on = timezone.localdate()
    cast.carol.save()
    assert "Carol" not in preview(client, cast.alice.user)
