"""The pages of anonymous feedback, as raters, the person, managers and HR use them."""

import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState
from assessments.models import FeedbackAnswer, FeedbackInvitation
from skillmap.pages import feedback
from skillmap.pages.feedback_answers import COOKIE, MOST_CODES
from tests import factories as make
from tests.assessments.feedback_rounds import (
    ANONYMOUS,
    ask_about,
    close_round,
    give,
    make_raters,
    make_round,
)

pytestmark = pytest.mark.django_db
PEER = ANONYMOUS[0]


@pytest.fixture
def skills(db):
    return [make.make_soft_skill("Active listening"), make.make_skill("Spreadsheets")]


@pytest.fixture
def raters(db):
    return make_raters(5)


@pytest.fixture
def person(skills, raters):
    ratee = make.make_employee("Dave Ratee", user=True)
    make.assign(ratee)
    return ask_about(make_round(), ratee, skills, {PEER: raters})


@pytest.fixture
def rater(client, raters):
    client.force_login(raters[0].user)
    return raters[0]


def address(person, name="feedback_form"):
    return reverse(f"pages:{name}", args=[person.cycle.public_id, person.employee.public_id])


def form(skills, *levels, readers="management", **more):
    answers = {f"{s.public_id}-answer": x for s, x in zip(skills, levels, strict=False)}
    return {**answers, "readers": readers, **more}


def levels():
    return [one["level"] for row in FeedbackAnswer.objects.all() for one in row.payload["skills"]]


# --- answering --------------------------------------------------------------------------------


def test_form_shows_texts_and_who_will_read(client, person, rater, skills):
    page = client.get(address(person)).content.decode()
    assert "Does Active listening at rank 3" in page
    assert "Cannot judge" in page
    assert "the direct manager and, with a reason" in page
    assert "A mean needs 4 answers" in page


@pytest.mark.parametrize(
    ("shares", "words"), [(False, "It counts towards nothing"), (True, "chose that it counts")]
)
def test_form_says_what_a_developmental_round_is_for(client, rater, skills, shares, words):
    decided = {"shares_evidence": shares, "shares_decided_at": timezone.now()}
    cycle = make_round(CyclePurpose.DEVELOPMENTAL)
    person = ask_about(cycle, make.make_employee(), skills, {PEER: [rater]}, **decided)
    assert words in client.get(address(person)).content.decode()


def test_answer_is_sent_once_and_its_code_shown_once(client, person, rater, skills):
    comment = {f"{skills[0].public_id}-comment": "Listens", "comment": "Go on"}
    sent = client.post(address(person), form(skills, "3.5", "cannot_judge", **comment))
    assert sent.status_code == 200
    code = sent.context["code"]
    assert sent.content.decode().count(code) == 2  # by itself, and in the link
    assert FeedbackAnswer.objects.get().payload == {
        "skills": [
            {"skill": skills[0].pk, "level": 3.5, "comment": "Listens"},
            {"skill": skills[1].pk, "level": None, "comment": ""},
        ],
        "comment": "Go on",
    }
    for path in (address(person), reverse("pages:feedback_list")):
        assert code not in client.get(path).content.decode()


def test_code_is_kept_in_a_cookie_that_no_script_reads(client, person, rater, skills):
    sent = client.post(address(person), form(skills, "3"))
    cookie = sent.cookies[COOKIE]
    assert cookie.value == sent.context["code"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert cookie["path"] == "/feedback/"
    assert 0 < cookie["max-age"] <= 16 * 24 * 60 * 60


def test_cookie_holds_the_newest_codes_and_never_too_many(client, person, rater, skills):
    client.cookies[COOKIE] = ".".join(f"{n:043}" for n in range(MOST_CODES + 20))
    sent = client.post(address(person), form(skills, "3"))
    codes = sent.cookies[COOKIE].value.split(".")
    assert len(codes) == MOST_CODES
    assert codes[-1] == sent.context["code"]
    assert len(sent.cookies[COOKIE].value) < 3_000


def test_author_changes_the_answer_in_the_same_browser(client, person, rater, skills):
    client.post(address(person), form(skills, "3.5"))
    page = client.get(address(person))
    assert page.context["cards"][0].level == 3.5
    assert "This is your answer" in page.content.decode()
    assert client.post(address(person), form(skills, "2")).status_code == 200
    assert levels() == [2]


def test_author_opens_the_answer_elsewhere_with_the_code(client, person, rater, skills):
    code = client.post(address(person), form(skills, "3.5")).context["code"]
    other = Client()
    other.force_login(rater.user)
    closed = other.get(address(person))
    assert "You have answered" in closed.content.decode()
    assert "cards" not in (closed.context or {})
    opened = other.post(address(person), {"code": f" {code} "}, follow=True)
    assert opened.context["cards"][0].level == 3.5


@pytest.mark.parametrize("code", ["", "wrong", "x" * 5_000, "\x00", "a.b.c"])
def test_wrong_code_opens_nothing_and_says_so(client, person, rater, skills, code):
    give(rater, person, {skills[0]: 3})
    answer = client.post(address(person), {"code": code})
    assert answer.status_code == 422
    assert "opens no answer of yours" in answer.content.decode()
    assert COOKIE not in answer.cookies


def test_code_of_somebody_else_opens_nothing(client, person, rater, raters, skills):
    give(rater, person, {skills[0]: 3})
    foreign = give(raters[1], person, {skills[0]: 4})
    client.cookies[COOKIE] = foreign
    assert "You have answered" in client.get(address(person)).content.decode()
    assert client.post(address(person), {"code": foreign}).status_code == 422


def test_second_answer_without_the_code_is_refused_clearly(client, person, rater, skills):
    give(rater, person, {skills[0]: 3})
    answer = client.post(address(person), form(skills, "1"))
    assert answer.status_code == 409
    assert "You have answered" in answer.content.decode()
    assert levels() == [3]


def test_closed_round_says_so_and_keeps_nothing(client, person, rater, skills):
    person.cycle.state = CycleState.CLOSED
    person.cycle.save()
    assert "No answers are taken any more" in client.get(address(person)).content.decode()
    answer = client.post(address(person), form(skills, "1"))
    assert answer.status_code == 409
    assert "Nothing was sent now" in answer.content.decode()
    assert levels() == []


def test_own_code_opens_nothing_after_close(client, person, rater, skills):
    code = client.post(address(person), form(skills, "3")).context["code"]
    close_round(person.cycle)
    assert "No answers are taken any more" in client.get(address(person)).content.decode()
    assert client.post(address(person), {"code": code}).status_code == 422


@pytest.mark.parametrize("level", ["6", "-1", "2.3", "NaN", "1e400", "three", "0x2", "9" * 30])
def test_level_that_cannot_be_given_is_shown_at_its_card(client, person, rater, skills, level):
    answer = client.post(address(person), form(skills, level, "4", comment="Kept words"))
    assert answer.status_code == 422
    cards = answer.context["cards"]
    assert cards[0].fault
    assert (cards[1].fault, cards[1].level) == ("", 4)
    assert "Kept words" in answer.content.decode()
    assert levels() == []
    assert not FeedbackInvitation.objects.filter(answered_on__isnull=False).exists()


def test_answers_about_other_skills_are_refused(client, person, rater, skills):
    tampered = form([*skills, make.make_skill()], "3", "3", "3")
    answer = client.post(address(person), tampered)
    assert answer.status_code == 422
    assert "asks about other skills" in answer.content.decode()
    assert levels() == []


def test_empty_form_and_a_comment_without_a_level_are_refused(client, person, rater, skills):
    assert "nothing to send" in client.post(address(person), form([])).content.decode()
    lonely = {f"{skills[0].public_id}-comment": "Only words"}
    answer = client.post(address(person), form([], **lonely))
    assert answer.context["cards"][0].fault.startswith("Choose a level")
    assert "Only words" in answer.content.decode()
    assert levels() == []


@pytest.mark.parametrize("readers", ["person", "everybody", ""])
def test_form_opened_under_other_terms_is_shown_again(client, person, rater, skills, readers):
    answer = client.post(address(person), form(skills, "3", readers=readers))
    assert answer.status_code == 409
    assert "Who will read this has changed" in answer.content.decode()
    assert answer.context["readers"] == "management"
    assert levels() == []


def test_comment_that_is_too_long_is_refused_and_kept_on_the_form(client, person, rater, skills):
    answer = client.post(address(person), form(skills, "3", comment="x" * 2_001))
    assert answer.status_code == 422
    assert "x" * 2_001 in answer.content.decode()
    assert levels() == []


@pytest.mark.parametrize("who", ["ratee", "stranger", "manager"])
def test_form_does_not_exist_for_who_is_not_asked(client, person, skills, who):
    stranger = make.make_employee(user=True)
    if who == "manager":
        person.employee.assignments.update(manager=stranger)
    user = person.employee.user if who == "ratee" else stranger.user
    client.force_login(user)
    assert client.get(address(person)).status_code == 404
    assert client.post(address(person), form(skills, "3")).status_code == 404


def test_list_shows_what_waits_and_what_is_answered(client, person, rater, skills):
    assert "Dave Ratee" in client.get(reverse("pages:feedback_list")).content.decode()
    give(rater, person, {skills[0]: 3})
    page = client.get(reverse("pages:feedback_list")).content.decode()
    assert "answered" in page


# --- traces -----------------------------------------------------------------------------------


def test_code_and_words_are_in_no_table_session_log_or_address(
    client, person, rater, skills, caplog
):
    with caplog.at_level(logging.DEBUG):
        sent = client.post(address(person), form(skills, "3", comment="Peculiar words"))
    code, session = sent.context["code"], client.session.session_key
    assert code not in address(person)
    assert code not in str(Session.objects.get(pk=session).get_decoded())
    assert _tables_with("Peculiar words") == {"assessments_feedbackanswer"}
    assert _tables_with(code) == set()
    own = [r for r in caplog.records if not r.name.startswith("django.db")]
    texts = " ".join(record.getMessage() for record in own)
    for secret in (code, "Peculiar words", rater.user.email, session):
        assert secret not in texts


def test_failure_is_reported_without_user_cookies_or_answers(
    client, person, rater, skills, caplog, monkeypatch
):
    def fail(**_values):
        raise RuntimeError("the database is on fire")

    monkeypatch.setattr(feedback, "answer", fail)
    client.raise_request_exception = False
    client.cookies[COOKIE] = "secret-code"
    assert client.post(address(person), form(skills, "3", comment="Words")).status_code == 500
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    request = record.request
    assert not request.user.is_authenticated
    assert request.COOKIES == {}
    assert "HTTP_COOKIE" not in request.META
    assert request.sensitive_post_parameters == "__ALL__"
    assert rater.user.email not in caplog.text


def _tables_with(text):
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f"SELECT count(*) FROM {table} AS t WHERE strpos(t::text, %s) > 0",  # noqa: S608
                [text],
            )
            ((count,),) = cursor.fetchall()
            if count:
                found.add(table)
    return found


# --- cost -------------------------------------------------------------------------------------


def test_form_costs_the_same_queries_however_many_skills_it_asks_about(client, person, rater):
    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    few = queries(address(person))
    for position in range(2, 8):
        person.skills.create(skill=make.make_skill(), position=position)
    assert queries(address(person)) == few <= 15


def test_answer_is_sent_with_few_queries(client, person, rater, skills):
    with CaptureQueriesContext(connection) as captured:
        client.post(address(person), form(skills, "3", "4"))
    written = [q["sql"] for q in captured if re.search(r"INSERT INTO|UPDATE \"", q["sql"])]
    assert len(written) == 3, written  # the answer, its day, the first day of the round
    assert len(captured) <= 25
    assert not any(f'"actor": {rater.user.pk}' in sql for sql in written)
    assert all('"actor": null' in sql for sql in written), "void: is the audit context gone?"
