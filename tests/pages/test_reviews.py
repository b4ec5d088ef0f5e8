"""The pages of reviews: preparing, the meeting, signing and answering."""

import csv

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Evidence
from reviews.enums import LONGEST_TEXT, ReviewState, Side, Topic
from reviews.models import Review, ReviewEntry, SignedReview
from tests.factories import day, make_evidence, make_profile
from tests.reviews.season import make_question, make_review, make_review_cycle, make_template, say

pytestmark = pytest.mark.django_db


def at(name, review):
    return reverse(f"pages:review_{name}", args=[review.public_id])


def as_person(client, person):
    client.force_login(person.user)
    return client


def key(skill):
    return f"skill-{skill.public_id}"


@pytest.fixture
def review(cast):
    return make_review(cast.carol, [cast.hard, cast.soft])


@pytest.fixture
def ready(cast):
    """Carol and Bob are a level apart on the hard skill, and half a level on the soft one."""
    review = make_review(
        cast.carol, [cast.soft, cast.hard], ReviewState.MEETING, manager=cast.bob.user
    )
    for skill, own, manager in ((cast.hard, 4, 3), (cast.soft, 3, "2.5")):
        say(review, Side.SELF, cast.carol.user, skill, level=own, text=f"I do {skill}")
        say(review, Side.MANAGER, cast.bob.user, skill, level=manager, text=f"seen {skill}")
    return review


def test_preparing_without_javascript_keeps_everything_and_sends_it(client, cast, review):
    page = as_person(client, cast.carol).get(at("prepare", review)).text
    assert "Does Spreadsheets at rank 3" in page
    question = review.cycle.template.questions.get().question
    answers = {
        f"{key(cast.hard)}-level": "3.5",
        f"{key(cast.hard)}-text": "the new report",
        f"{key(cast.soft)}-level": "cannot_judge",
        f"question-{question.public_id}-text": "I learned to listen",
        "summary-text": "a good year",
    }
    client.post(at("prepare", review), answers)
    kept = {(e.topic, e.skill_id): e for e in ReviewEntry.objects.all()}
    assert kept[(Topic.SKILL, cast.hard.pk)].level == 3.5
    assert kept[(Topic.SKILL, cast.soft.pk)].cannot_judge
    again = client.get(at("prepare", review)).text
    assert "the new report" in again
    assert "I learned to listen" in again
    client.post(at("prepare", review), answers | {"send": "1"})
    assert Review.objects.get().self_submitted_at
    assert "Your part is sent" in client.get(at("prepare", review)).text


def test_question_names_the_period(client, cast, review):
    page = as_person(client, cast.carol).get(at("prepare", review)).text
    assert "{period}" not in page
    assert str(review.cycle.period_end.year) in page


def test_parts_are_hidden_from_each_other_until_both_are_sent(client, cast, review):
    say(review, Side.SELF, cast.carol.user, cast.hard, level=4, text="carolcanary")
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=2, text="bobcanary")
    for reader, hidden in ((cast.carol, "bobcanary"), (cast.bob, "carolcanary")):
        as_person(client, reader)
        for name in ("detail", "prepare", "meeting"):
            assert hidden not in client.get(at(name, review), follow=True).text
    for person in (cast.carol, cast.bob):
        as_person(client, person).post(at("act", review), {"act": "submit"})
    page = client.get(at("meeting", review)).text
    assert "carolcanary" in page
    assert "bobcanary" in page


def test_meeting_leads_with_the_biggest_disagreement_and_folds_what_is_close(client, cast, ready):
    page = as_person(client, cast.bob).get(at("meeting", ready)).text
    assert (
        page.index("Spreadsheets") < page.index("Agree on 1 skill") < page.index("Active listening")
    )
    assert "1 apart" in page


def test_managers_own_draft_never_hides_what_the_stand_in_sent(client, cast, ready):
    Review.objects.update(manager_author=cast.frank.user)
    ReviewEntry.objects.filter(side=Side.MANAGER).update(writer=cast.frank.user)
    for skill in (cast.hard, cast.soft):
        say(ready, Side.MANAGER, cast.bob.user, skill, level=0, text="Bobs unsent draft")
    page = as_person(client, cast.bob).get(at("meeting", ready)).text
    assert "Bobs unsent draft" not in page
    assert f"seen {cast.hard}" in page
    [row] = client.get(reverse("pages:review_list")).context["board"]
    assert (row.apart, row.distance) == (cast.hard.name, 1)
    client.post(at("meeting", ready), {"accept": "1"})
    agreed = ReviewEntry.objects.get(side=Side.SHARED, topic=Topic.SKILL)
    assert float(agreed.level) == 2.5


def test_accepting_agrees_on_close_skills_alone(client, cast, ready):
    assert 'name="accept"' in as_person(client, cast.bob).get(at("meeting", ready)).text
    done = client.post(at("meeting", ready), {"accept": "1"}, follow=True).text
    agreed = ReviewEntry.objects.get(side=Side.SHARED, topic=Topic.SKILL)
    assert (agreed.skill, float(agreed.level)) == (cast.soft, 2.5)
    assert "All of them are agreed on" in done
    assert 'name="accept"' not in done


def test_level_chosen_twice_at_once_is_not_overwritten(client, cast, ready):
    field = {"key": key(cast.hard), f"{key(cast.hard)}-version": "0"}
    as_person(client, cast.bob).post(at("agreed", ready), field | {f"{key(cast.hard)}-level": "3"})
    bob = client.post(
        at("agreed", ready),
        field | {f"{key(cast.hard)}-level": "3.5", f"{key(cast.hard)}-version": "2"},
    )
    assert bob.status_code == 200
    carol = as_person(client, cast.carol).post(
        at("agreed", ready),
        field | {f"{key(cast.hard)}-level": "4", f"{key(cast.hard)}-version": "2"},
    )
    assert carol.status_code == 422
    assert "changed this meanwhile" in carol.text
    assert float(ReviewEntry.objects.get(side=Side.SHARED).level) == 3.5


def test_notes_of_both_are_put_together(client, cast, ready):
    first = {"key": "notes", "notes-text": "from Bob", "notes-version": "0"}
    as_person(client, cast.bob).post(at("agreed", ready), first)
    second = {"key": "notes", "notes-text": "from Carol", "notes-version": "0"}
    answer = as_person(client, cast.carol).post(at("agreed", ready), second)
    assert "You both wrote at once" in answer.text
    kept = ReviewEntry.objects.get(topic=Topic.NOTES)
    assert kept.text.splitlines() == ["from Bob", "from Carol"]
    third = {"key": "notes", "notes-text": "put together", "notes-version": str(kept.version)}
    assert "You both wrote" not in client.post(at("agreed", ready), third).text


def test_private_notes_are_read_by_their_writer_alone(client, cast, ready):
    as_person(client, cast.bob).post(
        at("agreed", ready), {"key": "private", "private-text": "bobs own thoughts"}
    )
    assert "bobs own thoughts" in client.get(at("meeting", ready)).text
    for reader in (cast.carol, cast.erin):
        page = as_person(client, reader).get(at("meeting", ready), follow=True)
        assert "bobs own thoughts" not in page.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("level", "5.5"),
        ("level", "2.3"),
        ("level", "NaN"),
        ("level", "x" * 30),
        ("text", "x" * (LONGEST_TEXT + 1)),
        ("text", "a\x00b"),
    ],
)
def test_bad_entry_is_refused_with_a_sentence_and_nothing_is_kept(
    client, cast, review, field, value
):
    posted = {"key": key(cast.hard), f"{key(cast.hard)}-{field}": value}
    answer = as_person(client, cast.carol).post(at("draft", review), posted)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not ReviewEntry.objects.exists()


@pytest.mark.parametrize("posted", ["", "skill-x", "notes", "overall", "skill-\x00"])
def test_unknown_field_is_not_found(client, cast, review, posted):
    answer = as_person(client, cast.carol).post(at("draft", review), {"key": posted})
    assert answer.status_code == 404


def test_emoji_and_right_to_left_text_survive_and_markup_is_text(client, cast, ready):
    words = "👋 שלום <script>alert(1)</script>"
    as_person(client, cast.bob).post(
        at("agreed", ready), {"key": "notes", "notes-text": words, "notes-version": "0"}
    )
    page = client.get(at("meeting", ready)).text
    assert "👋 שלום &lt;script&gt;" in page
    assert "<script>alert" not in page


def test_manager_signs_the_person_answers_and_both_read_the_check_sum(client, cast, ready):
    read = as_person(client, cast.bob).get(at("meeting", ready)).context
    agreed = {f"{key(cast.hard)}-level": "3.5", f"{key(cast.hard)}-version": "0"}
    client.post(at("meeting", ready), {"sign": "1", "beside": read["beside"]} | agreed)
    signed = SignedReview.objects.get()
    assert {line["skill"]: line["shared"]["level"] for line in signed.content["skills"]}[
        "Spreadsheets"
    ] == "3.5"
    page = as_person(client, cast.carol).get(at("detail", ready)).text
    assert signed.digest in page
    refused = client.post(at("act", ready), {"act": "disagree", "comment": ""})
    assert refused.status_code == 422
    client.post(at("act", ready), {"act": "agree"})
    assert Review.objects.get().state == ReviewState.ACKNOWLEDGED
    assert Evidence.objects.filter(source="agreed").count() == 1
    assert signed.digest in as_person(client, cast.bob).get(at("detail", ready)).text


def test_question_retired_while_it_was_answered_keeps_its_answer(client, cast, review):
    question = review.cycle.template.questions.get().question
    say(
        review,
        Side.SELF,
        cast.carol.user,
        topic=Topic.QUESTION,
        question=question,
        text="an answer from before",
    )
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=3)
    question.retired_on = review.cycle.period_end
    question.save()
    for person in (cast.carol, cast.bob):
        as_person(client, person).post(at("act", review), {"act": "submit"})
    assert "an answer from before" in client.get(at("meeting", review)).text


def test_sections_ask_those_who_fill_them(client, cast):
    template = make_template(
        hard_by="manager", summary_by="", questions=[make_question("Only me?", phase="self")]
    )
    review = make_review(
        cast.carol, [cast.hard, cast.soft], cycle=make_review_cycle(template=template)
    )
    own = as_person(client, cast.carol).get(at("prepare", review)).text
    theirs = as_person(client, cast.bob).get(at("prepare", review)).text
    assert ("Spreadsheets" in own, "Active listening" in own, "Only me?" in own) == (
        False,
        True,
        True,
    )
    assert ("Spreadsheets" in theirs, "Only me?" in theirs) == (True, False)


def test_board_shows_what_is_done_and_the_largest_disagreement(client, cast, ready):
    page = as_person(client, cast.bob).get(reverse("pages:review_list")).text
    assert "My people in this cycle" in page
    assert "Spreadsheets" in page
    assert "My people" not in as_person(client, cast.carol).get(reverse("pages:review_list")).text


def test_board_is_a_file_of_those_one_leads(client, cast, ready):
    def people(leader):
        answer = as_person(client, leader).get(
            reverse("pages:review_list"), {"of": "board", "format": "csv"}
        )
        lines = csv.DictReader(answer.getvalue().decode().splitlines())
        return [(row["person"], row["state"], row["furthest_apart"]) for row in lines]

    assert people(cast.bob) == [(str(cast.carol), "meeting", "Spreadsheets")]
    assert people(cast.carol) == []


def test_pack_shows_the_period_and_what_was_agreed_last_time(client, cast, review):
    make_evidence(cast.carol, cast.hard, 2, observed_on=day(-170))
    make_evidence(cast.carol, cast.soft, 4, observed_on=day(-400))
    make_profile(cast.carol, {cast.hard: {}, cast.soft: {}})
    earlier = make_review_cycle(name="Before", period_end=day(-181), period_start=day(-360))
    last = make_review(
        cast.carol, [cast.hard], ReviewState.ACKNOWLEDGED, manager=cast.bob.user, cycle=earlier
    )
    unanswered = make_review(
        cast.carol, [], ReviewState.SIGNED, manager=cast.bob.user, cycle=earlier, revision=2
    )
    Review.objects.filter(pk=review.pk).update(created_at=timezone.now())
    page = as_person(client, cast.bob).get(at("pack", review)).text
    assert str(last.public_id) in page
    assert str(unanswered.public_id) not in page
    assert "2.5" in page


def test_goals_stay_out_of_a_review_that_has_none(client, cast):
    cycle = make_review_cycle(template=make_template(has_goals=False))
    review = make_review(
        cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user, cycle=cycle
    )
    cast.carol.goals.create(title="goalcanary", kind="certification", created_by=cast.bob.user)
    page = as_person(client, cast.bob).get(at("meeting", review))
    assert "goalcanary" not in page.text
    client.post(at("meeting", review), {"sign": "1", "beside": page.context["beside"]})
    assert SignedReview.objects.get().content["goals"] == []


@pytest.mark.parametrize(("name", "posted"), [("draft", "summary"), ("agreed", "notes")])
def test_hr_who_leads_says_why_before_writing(client, cast, ready, name, posted):
    cast.carol.assignments.update(manager=None)
    client = as_person(client, cast.alice)
    answer = client.post(at(name, ready), {"key": posted, f"{posted}-text": "unasked"})
    assert answer.status_code == 422
    assert "Why do you need" in answer.text
    assert "Why do you need" in client.get(at("prepare", ready)).text
    assert not ReviewEntry.objects.filter(text="unasked").exists()


def test_refused_correction_is_not_called_begun(client, cast, ready):
    answer = as_person(client, cast.bob).post(at("act", ready), {"act": "reopen"}, follow=True)
    assert "A new revision has begun" not in answer.text
