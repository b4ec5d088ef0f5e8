"""The player of tests, and those who write them."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.enums import AttemptState, ContentState, ItemKind
from assessments.models import Attempt, AttemptItem, Evidence, Item, Quiz
from employees.enums import Grant
from tests.assessments.instruments import make_item, make_quiz, make_scenario, right_answers, take
from tests.factories import grant, make_employee, make_skill

pytestmark = pytest.mark.django_db
KEY = "73091.25"


@pytest.fixture
def person(client):
    person = make_employee("Carol Taker", user=True)
    client.force_login(person.user)
    return person


@pytest.fixture
def author(client):
    author = make_employee("Grace Writer", user=True)
    grant(author.user, Grant.LEARNING)
    client.force_login(author.user)
    return author


def start(client, quiz):
    client.post(reverse("pages:quiz_start", args=[quiz.public_id]))
    return Attempt.objects.latest("pk")


def url_of(attempt):
    return reverse("pages:attempt_form", args=[attempt.public_id])


def fields(position, posted, line):
    """What the form of one question posts for an answer."""
    if line.item_version.kind == ItemKind.ORDERING:
        return {f"answer-{position}-{n}": place for n, place in enumerate(posted, start=1)}
    return {f"answer-{position}": posted}


def post_answers(client, attempt, wrong=0, **more):
    """One page after the other, without JavaScript."""
    answers = right_answers(attempt, wrong=wrong)
    for line in attempt.lines.select_related("item_version"):
        n = line.position
        data = {f"seen-{n}": "", **fields(n, answers[n], line), "at": n, "go": n + 1, **more}
        response = client.post(url_of(attempt), data)
    return response


def test_whole_test_without_javascript_ends_in_a_level_with_interval_and_source(client, person):
    quiz = make_quiz(minutes=30)
    attempt = start(client, quiz)
    last = post_answers(client, attempt)
    assert last["Location"].endswith("?q=end")
    page = client.get(last["Location"]).content.decode()
    assert "You have answered everything" in page
    result = client.post(url_of(attempt), {"submit": "1"}, follow=True).content.decode()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.n_right) == (AttemptState.SCORED, 4)
    assert "90 % interval" in result
    assert "4 of 4" in result
    assert "share of right answers" in result
    assert Evidence.objects.get().employee == person


def test_key_and_order_of_the_authors_never_leave_the_server(client, person):
    skill = make_skill()
    texts = [f"Option text {n}" for n in range(1, 7)]
    items = [
        make_item(skill, ItemKind.NUMERIC, key=(KEY, "0.0625")),
        make_item(skill, ItemKind.ORDERING, options=texts),
        make_item(skill, ItemKind.SINGLE, options=texts, a=1.2345, b=0.4321, c=0.2109),
    ]
    quiz = make_quiz(items=items, one_page=True)
    orders, bodies = set(), []
    for _ in range(6):
        someone = make_employee(user=True)
        client.force_login(someone.user)
        attempt = start(client, quiz)
        page = client.get(url_of(attempt))
        body = page.content.decode()
        orders.add(tuple(re.findall(r"Option text \d", body)))
        kept = client.post(
            reverse("pages:attempt_answer", args=[attempt.public_id, 1]), {"answer-1": "5"}
        )
        done = client.post(url_of(attempt), {"submit": "1"}, follow=True)
        bodies += [body + str(page.headers), kept.content.decode(), done.content.decode()]
    assert len(orders) > 1
    for secret in (KEY, "0.0625", "1.2345", "0.4321", "0.2109", "is_right"):
        assert not any(secret in body for body in bodies)


def test_taker_reads_no_page_of_the_authors(client, person):
    quiz = make_quiz()
    item = Item.objects.first()
    for name, thing in (
        ("item_list", None), ("item_new", None), ("item_import", None), ("item_edit", item),
        ("quiz_overview", None), ("quiz_edit", quiz),
    ):  # fmt: skip
        url = reverse(f"pages:{name}", args=[thing.public_id] if thing else [])
        assert client.get(url).status_code in {403, 404}, name


def test_clock_of_the_server_survives_a_reload(client, person):
    attempt = start(client, make_quiz(minutes=10))
    Attempt.objects.update(deadline_at=timezone.now() + timedelta(seconds=90))
    first = client.get(url_of(attempt)).content.decode()
    left = int(re.search(r'data-seconds-left="(\d+)"', first)[1])
    assert 80 <= left <= 90
    assert 'role="timer"' in first


def test_page_opened_after_the_time_shows_the_result(client, person):
    attempt = start(client, make_quiz(minutes=10))
    post_answers(client, attempt)
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(minutes=5))
    response = client.get(url_of(attempt), follow=True)
    assert "handed in by the clock" in response.content.decode()
    assert Attempt.objects.get().n_right == 4


def test_answer_sent_after_the_time_is_told_and_not_counted(client, person):
    attempt = start(client, make_quiz(minutes=10))
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(minutes=5))
    kept = client.post(
        reverse("pages:attempt_answer", args=[attempt.public_id, 1]), {"answer-1": "1"}
    )
    assert kept.status_code == 409
    assert "The time is over" in kept.content.decode()
    assert not AttemptItem.objects.exclude(response=None).exists()


def test_resuming_opens_the_first_open_question(client, person):
    attempt = start(client, make_quiz())
    answers = right_answers(attempt)
    line = attempt.lines.select_related("item_version").get(position=1)
    client.post(url_of(attempt), {"seen-1": "", **fields(1, answers[1], line), "go": "2"})
    again = client.post(reverse("pages:quiz_start", args=[attempt.quiz.public_id]), follow=True)
    assert "<title>Question 2" in again.content.decode()


def test_stale_tab_does_not_take_back_what_another_tab_answered(client, person):
    quiz = make_quiz(one_page=True)
    attempt = start(client, quiz)
    answers = right_answers(attempt)
    lines = list(attempt.lines.select_related("item_version"))
    whole = {f"seen-{line.position}": "" for line in lines}
    first = {**whole, **fields(1, answers[1], lines[0]), "go": "1"}
    second = {**whole, **fields(2, answers[2], lines[1]), "go": "1"}
    client.post(url_of(attempt), first)
    client.post(url_of(attempt), second)
    kept = {line.position for line in attempt.lines.exclude(response=None)}
    assert kept == {1, 2}


def test_handing_in_twice_leads_to_the_same_result(client, person):
    attempt = start(client, make_quiz())
    post_answers(client, attempt)
    for _ in range(2):
        response = client.post(url_of(attempt), {"submit": "1"})
        assert response["Location"].endswith("/result/")
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("text", ["many", "1e999", "9" * 39, "<b>1</b>"])
def test_number_that_is_none_is_explained_and_shown_again(client, person, text):
    skill = make_skill()
    attempt = start(client, make_quiz(items=[make_item(skill, ItemKind.NUMERIC)]))
    response = client.post(url_of(attempt), {"seen-1": "", "answer-1": text, "go": "end"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "This is not a number" in page
    assert text.replace("<", "&lt;").replace(">", "&gt;") in page


@pytest.mark.parametrize("go", ["", "0", "99", "-1", "x", "٣", "../"])
def test_place_that_is_not_there_leads_to_the_end(client, person, go):
    attempt = start(client, make_quiz())
    response = client.post(url_of(attempt), {"go": go})
    assert response["Location"].endswith("?q=end")
    assert client.get(f"{url_of(attempt)}?q={go}").status_code == 200


def test_list_offers_what_the_role_asks_for_first_and_says_when_again(client, cast):
    other, asked = make_quiz(title="A first by name"), make_quiz(cast.hard, title="Z last by name")
    client.force_login(cast.carol.user)
    take(asked, cast.carol)
    page = client.get(reverse("pages:quiz_list")).content.decode()
    assert page.index(asked.title) < page.index(other.title)
    assert page.index("Your role asks for these") < page.index(asked.title)
    assert "again from" in page


def test_scenario_that_the_role_asks_for_stands_above_other_tests(client, cast):
    quiz, scenario = make_quiz(title="A first by name"), make_scenario(cast.soft)
    client.force_login(cast.carol.user)
    page = client.get(reverse("pages:quiz_list"))
    assert [[card.entry for card in cards] for _heading, cards in page.context["sections"]] == [
        [scenario],
        [quiz],
        [],
    ]
    assert "Scenario · " in page.text


def test_author_is_told_why_there_is_no_start_button(client, author):
    quiz = make_quiz()
    page = client.get(reverse("pages:quiz_detail", args=[quiz.public_id])).content.decode()
    assert "You can read the right answers" in page
    assert client.post(reverse("pages:quiz_start", args=[quiz.public_id])).status_code == 403


def test_author_writes_an_item_and_changes_it(client, author):
    skill = make_skill()
    data = {
        "skill": skill.public_id, "code": "Q-1", "kind": "single", "stem": "How many?",
        "options": "One\nTwo\n", "right": "2", "state": "published",
    }  # fmt: skip
    assert client.post(reverse("pages:item_new"), data).status_code == 302
    item = Item.objects.select_related("current").get()
    url = reverse("pages:item_edit", args=[item.public_id])
    assert "How many?" in client.get(url).content.decode()
    client.post(url, {**data, "stem": "How many now?", "version": item.version})
    assert item.versions.count() == 2
    stale = client.post(url, {**data, "stem": "Too late", "version": item.version})
    assert "Somebody changed this" in stale.content.decode()
    again = client.post(reverse("pages:item_new"), data)
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"right": ""}, "Say which options are right"),
        ({"right": "7"}, "Say which options are right"),
        ({"options": "One"}, "2 to 10 options"),
        ({"a": "1"}, "all three parameters"),
        ({"a": "nan", "b": "1", "c": "0"}, "Enter a number"),
        ({"kind": "essay"}, "Select a valid choice"),
        ({"kind": "numeric", "options": "", "right": "ten"}, "Give the right number"),
    ],
)
def test_item_that_cannot_be_is_explained_at_its_field(client, author, change, sentence):
    data = {
        "skill": make_skill().public_id, "code": "Q-1", "kind": "single", "stem": "How many?",
        "options": "One\nTwo", "right": "2", "state": "draft",
    }  # fmt: skip
    response = client.post(reverse("pages:item_new"), {**data, **change})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Item.objects.exists()


def test_author_puts_a_test_together_and_publishes_it(client, author):
    skill = make_skill()
    codes = [make_item(skill).code for _ in range(3)]
    data = {
        "title": "Sums", "skill": skill.public_id, "assembly": "fixed", "retake_days": "30",
        "attempts_at_most": "2", "minutes": "20", "items": "\n".join(codes[::-1]),
    }  # fmt: skip
    client.post(reverse("pages:quiz_new"), data)
    quiz = Quiz.objects.get()
    assert [line.item.code for line in quiz.lines.select_related("item")] == codes[::-1]
    client.post(reverse("pages:quiz_state", args=[quiz.public_id]), {"state": "published"})
    quiz.refresh_from_db()
    assert (quiz.state, quiz.minutes, quiz.attempts_at_most) == (ContentState.PUBLISHED, 20, 2)
    unknown = client.post(
        reverse("pages:quiz_edit", args=[quiz.public_id]), {**data, "items": "nothing"}
    )
    assert unknown.status_code == 422
    assert "Not in the item bank" in unknown.content.decode()


def test_author_sets_cut_scores_and_reads_their_history(client, author):
    quiz = make_quiz()
    url = reverse("pages:quiz_cuts", args=[quiz.public_id])
    cuts = {f"cut_{n}": str(0.15 * n) for n in range(1, 6)}
    client.post(url, {"method": "binomial", **cuts, "reason": "Panel of five teachers"})
    page = client.get(reverse("pages:quiz_edit", args=[quiz.public_id])).content.decode()
    assert "Panel of five teachers" in page
    assert "assumed at the start" in page
    client.post(url, {"method": "binomial", **cuts, "cut_1": "0.9", "reason": "Wrong order"})
    client.post(url, {"method": "binomial", **cuts, "cut_1": "NaN", "reason": "No number"})
    assert quiz.cut_scores.filter(method="binomial").count() == 2


FILE = (
    "item_code,skill_code,kind,question,option_1,option_2,option_3,right,tolerance,state\n"
    "Q1,{skill},single,First?,One,Two,,2,,published\n"
    "Q2,{skill},numeric,Second?,,,,12.5,0.1,published\n"
    "Q3,{skill},ordering,Third?,A,B,C,,,draft\n"
)


def send(client, text, **more):
    file = SimpleUploadedFile("items.csv", text.encode())
    return client.post(reverse("pages:item_import"), {"file": file, **more})


def test_file_of_items_is_checked_first_and_then_brought_in(client, author):
    text = FILE.format(skill=make_skill().code)
    assert "3 new, 0 changed" in send(client, text).content.decode()
    assert not Item.objects.exists()
    send(client, text, apply="1")
    kinds = set(Item.objects.values_list("code", "current__kind", "state"))
    assert kinds == {
        ("Q1", "single", "published"), ("Q2", "numeric", "published"), ("Q3", "ordering", "draft"),
    }  # fmt: skip
    assert "0 new, 0 changed, 3 unchanged" in send(client, text, apply="1").content.decode()


def test_wrong_rows_are_named_with_their_place_and_the_others_come_in(client, author):
    skill = make_skill()
    text = FILE.format(skill=skill.code) + (
        f"Q1,{skill.code},single,Again?,One,Two,,1,,draft\n"
        f"Q5,{skill.code},single,No key?,One,Two,,9,,draft\n"
        "Q6,NOWHERE,single,No skill?,One,Two,,1,,draft\n"
        f"Q7,{skill.code},essay,Kind?,One,Two,,1,,draft\n"
    )
    page = send(client, text, apply="1").content.decode()
    assert "3 new, 0 changed, 0 unchanged, 4 rejected" in page
    for sentence in (
        "Row 2 already says this", "Say which options are right", "no skill with this code",
        "must be one of",
    ):  # fmt: skip
        assert sentence in page
    assert Item.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("item_code\nQ1\n", "is missing"),
        ("\0", "NUL bytes"),
        ("x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_file_that_cannot_be_read_is_refused_whole(client, author, text, sentence):
    response = send(client, text, apply="1")
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_figures_of_items_wait_for_five_people_and_move_in_steps_of_five(client, author):
    skill = make_skill()
    items = [make_item(skill) for _ in range(3)]
    quiz = make_quiz(items=items)
    url = reverse("pages:item_edit", args=[items[0].public_id])
    for n in range(1, 8):
        take(quiz, make_employee(user=True), wrong=0 if n > 2 else 1)
        page = client.get(url).content.decode()
        assert ("5 people" in page) == (n >= 5), n
        assert ("60 %" in page) == (n >= 5), n
    assert "from twenty people on" in client.get(url).content.decode()
