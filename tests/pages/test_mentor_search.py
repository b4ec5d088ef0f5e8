"""Finding mentors, rounds and the pair's own page, as people use them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.models import Mentorship
from tests.factories import make_mentor_offer, make_mentorship, make_profile
from training.models import MatchingRound, MentoringNote, MentorOffer, MentorRequest
from training.services.mentor_matching import compute_round

pytestmark = pytest.mark.django_db


def get(client, person, name, *args, **query):
    client.force_login(person.user)
    return client.get(reverse(f"pages:{name}", args=args), query)


def post(client, person, name, *args, **values):
    client.force_login(person.user)
    return client.post(reverse(f"pages:{name}", args=args), values)


def test_offer_is_made_changed_and_ended(client, cast):
    terms = {"mentees": 2, "hours_a_month": 4, "languages": "en, pt", "skills": cast.soft.public_id}
    assert post(client, cast.frank, "mentor_offer", **terms).status_code == 302
    offer = MentorOffer.objects.get()
    assert (offer.languages, offer.places, set(offer.skills.all())) == (
        ["en", "pt"],
        2,
        {cast.soft},
    )
    changed = terms | {"mentees": 1, "other_skill": "spreadsheets"}
    post(client, cast.frank, "mentor_offer", **changed)
    offer.refresh_from_db()
    assert (offer.places, set(offer.skills.all())) == (1, {cast.soft, cast.hard})
    assert "for 1 person" in get(client, cast.frank, "mentorship_list").text
    post(client, cast.frank, "mentor_offer", end="1")
    assert not MentorOffer.objects.standing().exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"mentees": "0"}, "mentees"),
        ({"mentees": "many"}, "mentees"),
        ({"hours_a_month": "1"}, "hours_a_month"),
        ({"other_skill": "No such thing"}, "other_skill"),
        ({"skills": "x"}, "skills"),
    ],
)
def test_bad_offer_is_refused_at_its_field(client, cast, values, field):
    terms = {"mentees": 1, "hours_a_month": 2, **values}
    answer = post(client, cast.frank, "mentor_offer", **terms)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_offer_without_a_skill_is_refused(client, cast):
    answer = post(client, cast.frank, "mentor_offer", mentees=1, hours_a_month=2)
    assert "Name at least one skill." in answer.text


def test_mentor_is_found_by_skill_and_asked(client, cast):
    offer = make_mentor_offer(cast.frank, cast.soft)
    make_mentor_offer(cast.bob, cast.soft)  # carol's manager
    page = get(client, cast.carol, "mentor_find", skill=cast.soft.public_id).text
    assert "Frank Outsider" in page
    assert "10 working hours in common" in page
    assert "Bob Boss" not in page
    sent = {"skill": cast.soft.public_id, "mentor": offer.public_id}
    assert post(client, cast.carol, "mentor_find", **sent).status_code == 302
    asked = Mentorship.objects.get()
    assert (asked.mentor, asked.skill, asked.accepted_at) == (cast.frank, cast.soft, None)


def test_level_of_a_mentor_is_told_only_where_they_show_it(client, cast):
    make_profile(cast.carol, {cast.soft: {"mean": 2000, "sd": 200}})
    make_profile(cast.frank, {cast.soft: {"mean": 4500, "sd": 200}})
    offer = make_mentor_offer(cast.frank, cast.soft)
    asked = {"skill": cast.soft.public_id}
    assert "level well above" not in get(client, cast.carol, "mentor_find", **asked).text
    offer.shows_levels = True
    offer.save()
    assert "level well above" in get(client, cast.carol, "mentor_find", **asked).text


@pytest.mark.parametrize("sent", [{"skill": "x"}, {"other_skill": "No such"}, {"skill": "a\x00b"}])
def test_unknown_skill_is_refused(client, cast, sent):
    assert get(client, cast.carol, "mentor_find", **sent).status_code == 422


def test_mentor_who_does_not_offer_it_cannot_be_asked(client, cast):
    offer = make_mentor_offer(cast.frank, cast.hard)
    for mentor in (offer.public_id, "x"):
        sent = {"skill": cast.soft.public_id, "mentor": mentor}
        assert "does not offer it any more" in post(client, cast.carol, "mentor_find", **sent).text
    assert not Mentorship.objects.exists()


def test_round_from_search_to_mentoring(client, cast):
    make_profile(cast.carol, {cast.soft: {"mean": 2000, "sd": 200}})
    make_profile(cast.frank, {cast.soft: {"mean": 4500, "sd": 200}})
    make_mentor_offer(cast.frank, cast.soft)
    post(client, cast.carol, "mentor_find", skill=cast.soft.public_id)
    post(client, cast.heidi, "mentor_find", skill=cast.hard.public_id)
    assert "2 searches for a mentor" in get(client, cast.alice, "matching_list").text
    assert post(client, cast.alice, "matching_list").status_code == 302
    made = MatchingRound.objects.get()
    assert "Being computed" in get(client, cast.alice, "matching_detail", made.public_id).text
    compute_round(made, timezone.now())
    page = get(client, cast.alice, "matching_detail", made.public_id).text
    assert "level well above" in page
    assert "nobody offers this skill" in page
    post(client, cast.alice, "matching_detail", made.public_id)
    page = get(client, cast.frank, "mentorship_list").text
    assert "You could mentor Carol Report" in page
    assert "level well above" not in page  # it would tell carol's level
    assert "level well above" not in get(client, cast.carol, "mentorship_list").text
    (proposal,) = made.proposals.filter(mentor=cast.frank)
    for person in (cast.carol, cast.frank):
        post(client, person, "mentor_proposal_answer", proposal.public_id, act="agree")
    assert Mentorship.objects.running().get().skill == cast.soft
    assert not MentorRequest.objects.open().filter(mentee=cast.carol).exists()


def test_declining_says_nothing_to_strangers(client, cast):
    make_mentor_offer(cast.frank, cast.soft)
    post(client, cast.carol, "mentor_find", skill=cast.soft.public_id)
    post(client, cast.alice, "matching_list")
    made = MatchingRound.objects.get()
    compute_round(made, timezone.now())
    (proposal,) = made.proposals.all()
    answer = {"act": "decline"}
    for person in (cast.carol, cast.bob, cast.alice):  # not adopted yet, or none of theirs
        found = post(client, person, "mentor_proposal_answer", proposal.public_id, **answer)
        assert found.status_code == 404


def test_pair_writes_for_itself_and_says_how_it_went(client, cast):
    pair = make_mentorship(cast.carol, cast.frank, skill=cast.soft)
    note = {"kind": "agenda", "text": "How to say no", "skill": cast.soft.public_id}
    assert post(client, cast.carol, "mentorship_talks", pair.public_id, **note).status_code == 302
    assert "How to say no" in get(client, cast.frank, "mentorship_talks", pair.public_id).text
    for person in (cast.bob, cast.alice, cast.erin):
        found = get(client, person, "mentorship_talks", pair.public_id)
        assert found.status_code == 404
    ended = post(client, cast.carol, "mentorship_act", pair.public_id, act="end")
    assert ended.url == reverse("pages:mentorship_talks", args=[pair.public_id])
    assert "how did it go?" in get(client, cast.frank, "mentorship_list").text
    for person in (cast.carol, cast.frank):
        said = {"practised": "partly", "text": "More often than before"}
        post(client, person, "mentorship_talks", pair.public_id, **said)
    assert MentoringNote.objects.filter(kind="end").count() == 2
    assert "how did it go?" not in get(client, cast.frank, "mentorship_list").text


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "end", "text": "x"},
        {"kind": "agenda", "text": ""},
        {"kind": "agenda", "text": "x" * 1001},
        {"kind": "agenda", "text": "x", "skill": "no"},
        {"kind": "agenda", "text": "a\x00b"},
    ],
)
def test_bad_note_is_refused(client, cast, values):
    pair = make_mentorship(cast.carol, cast.frank)
    answer = post(client, cast.carol, "mentorship_talks", pair.public_id, **values)
    assert answer.status_code == 422
    assert not MentoringNote.objects.exists()


def test_note_is_escaped(client, cast):
    pair = make_mentorship(cast.carol, cast.frank)
    post(client, cast.carol, "mentorship_talks", pair.public_id, kind="agenda", text="<b>x</b>")
    page = get(client, cast.frank, "mentorship_talks", pair.public_id).text
    assert "&lt;b&gt;x" in page
    assert "<b>x" not in page
