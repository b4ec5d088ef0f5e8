"""The page on which people without a log-in answer, and where they are proposed."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.enums import CyclePurpose, RequestState
from assessments.models import ExternalAnswer, ExternalRater
from assessments.services.cycles_release import close_cycle, release_cycle
from assessments.services.feedback_closing import rewrite_answers
from tests.assessments.cycles import make_open_cycle, participant
from tests.assessments.outside import WITH_OUTSIDE, codes, propose

pytestmark = pytest.mark.django_db
PAGE = "/external/"


@pytest.fixture
def asked(cast):
    """Carol, about whom Vera is asked."""
    cycle = make_open_cycle(cast, **WITH_OUTSIDE)
    person = participant(cycle, cast.carol)
    propose(cast.bob.user, person)
    return person


@pytest.fixture
def browser(cast):
    def of(name):
        client = Client()
        client.force_login(cast.viewer(name))
        return client

    return of


def text(response):
    return response.content.decode()


def enter(client, code=None):
    """Post the code of the link, as the page does with what stands behind its #."""
    return client.post(PAGE, {"code": codes()[0] if code is None else code})


def form(cast, level="3.5", **changes):
    values = {
        "readers": "management",
        f"{cast.hard.public_id}-answer": level,
        f"{cast.hard.public_id}-comment": "In our project",
        f"{cast.soft.public_id}-answer": "cannot_judge",
    }
    return {**values, **changes}


# --- answering ----------------------------------------------------------------------------------


def test_a_link_opens_the_form_without_a_log_in_and_answers_once(cast, client, asked):
    assert enter(client)["Location"] == PAGE
    page = client.get(PAGE)
    assert "Feedback on Carol Report" in text(page)
    assert "You answer by name" in text(page)
    assert "the direct manager and HR see what you said, with your name, Vera" in text(page)

    sent = client.post(PAGE, form(cast))

    assert "Your feedback on Carol Report was sent." in text(sent)
    assert [answer.rater.name for answer in ExternalAnswer.objects.all()] == ["Vera", "Vera"]
    again = enter(client)
    assert again.status_code == 410
    assert "You have answered already" in text(again)


def test_the_code_is_in_no_address_and_in_a_cookie_that_no_script_reads(client, asked):
    response = enter(client)

    cookie = response.cookies["external_code"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", PAGE)
    assert codes()[0] not in response["Location"] + text(client.get(PAGE))
    assert "no-store" in client.get(PAGE)["Cache-Control"]


def test_the_cookie_goes_with_the_answer(cast, client, asked):
    enter(client)

    response = client.post(PAGE, form(cast))

    assert response.cookies["external_code"].value == ""
    assert "Code from the mail" in text(client.get(PAGE))


def test_who_answers_is_told_by_mail_and_page_that_it_is_by_name(cast, client):
    cycle = make_open_cycle(cast, purpose=CyclePurpose.DEVELOPMENTAL, **WITH_OUTSIDE)
    propose(cast.bob.user, participant(cycle, cast.carol))
    told = "Carol Report will see your name beside what you say, and so may the manager"
    assert told in str(mail.outbox[0].body)
    enter(client)

    page = text(client.get(PAGE))

    assert "The manager and HR know that you were asked, not what you said." in page
    assert "Send without my name" not in page


def test_name_and_answer_stand_together_in_the_result(cast, browser, client, asked):
    enter(client)
    client.post(PAGE, form(cast))
    close_cycle(actor=None, cycle=asked.cycle, now=timezone.now())
    asked.cycle.refresh_from_db()
    rewrite_answers(asked.cycle)
    release_cycle(actor=None, cycle=asked.cycle, now=timezone.now())
    result = reverse("pages:cycle_result", args=[asked.cycle.public_id, asked.employee.public_id])

    for reader in ("carol", "bob"):
        page = text(browser(reader).get(result))
        assert "Vera, from outside</small> <b>3.5</b> In our project" in page
        assert "Vera, from outside</small> <b>cannot judge</b>" in page


def test_who_was_promised_that_no_name_is_shown_has_none_on_any_page(cast, browser, client, asked):
    enter(client)
    client.post(PAGE, form(cast))
    ExternalRater.objects.update(name="")  # as the migration leaves those who answered before
    assert "somebody from outside <small" in text(browser("bob").get(raters_page(asked)))
    close_cycle(actor=None, cycle=asked.cycle, now=timezone.now())
    asked.cycle.refresh_from_db()
    release_cycle(actor=None, cycle=asked.cycle, now=timezone.now())
    result = reverse("pages:cycle_result", args=[asked.cycle.public_id, asked.employee.public_id])

    page = text(browser("carol").get(result))

    assert "Somebody from outside</small> <b>3.5</b> In our project" in page


@pytest.mark.parametrize("code", ["", "guessed", "x" * 5_000, "<script>"])
def test_a_wrong_code_is_said_at_its_field(client, asked, code):
    page = enter(client, code)

    assert page.status_code == 422
    assert "This code leads nowhere" in text(page)
    assert "<script>" not in text(page).partition("<body")[2]


def test_a_forged_cookie_opens_nothing(client, asked):
    client.cookies["external_code"] = "forged"

    page = client.get(PAGE)

    assert page.status_code == 422
    assert "Carol" not in text(page)


@pytest.mark.parametrize("level", ["9", "-1", "2.3", "high", "9" * 30])
def test_a_level_off_the_scale_is_refused_and_what_was_typed_stays(cast, client, asked, level):
    enter(client)

    page = client.post(PAGE, form(cast, level))

    assert page.status_code == 422
    assert "In our project" in text(page)
    assert not ExternalAnswer.objects.exists()
    assert "was sent" in text(client.post(PAGE, form(cast)))


def test_nothing_chosen_is_nothing_sent(client, asked):
    enter(client)

    page = client.post(PAGE, {"readers": "management"})

    assert "There is nothing to send yet" in text(page)


def test_skills_that_nobody_asked_about_are_refused(cast, client, asked):
    enter(client)
    foreign = {"00000000-0000-0000-0000-000000000000-answer": "3.0"}

    assert client.post(PAGE, form(cast, **foreign)).status_code == 422
    assert not ExternalAnswer.objects.exists()


def test_a_cycle_that_closes_meanwhile_says_so(cast, client, asked):
    enter(client)
    close_cycle(actor=None, cycle=asked.cycle, now=timezone.now())

    page = client.post(PAGE, form(cast))

    assert page.status_code == 410
    assert "“Autumn” takes no answers any more." in text(page)
    assert not ExternalAnswer.objects.exists()


def test_the_answer_is_of_who_was_asked_whoever_is_logged_in(cast, client, asked):
    client.force_login(cast.frank.user)
    enter(client)

    client.post(PAGE, form(cast))

    assert ExternalRater.objects.get(state=RequestState.ANSWERED).name == "Vera"
    assert not ExternalRater.pgh_event_model.objects.filter(
        pgh_context__metadata__user=cast.frank.user.pk, state=RequestState.ANSWERED
    ).exists()


# --- proposing ----------------------------------------------------------------------------------


def raters_page(person):
    return reverse("pages:cycle_raters", args=[person.cycle.public_id, person.employee.public_id])


def test_a_person_proposes_and_the_manager_approves(cast, browser, asked):
    page = raters_page(asked)
    posted = {"outside": "1", "name": "Willy", "email": "willy@supplier.example"}
    browser("carol").post(page, posted)
    rater = ExternalRater.objects.get(name="Willy")
    assert rater.state == RequestState.PROPOSED
    own = text(browser("carol").get(page))
    assert "Vera" in own, "who answers by name is no secret to the person"
    assert "vera@customer.example" not in own
    assert "willy@supplier.example" in own
    assert browser("carol").post(page, {"approve_outside": rater.public_id}).status_code == 422

    browser("bob").post(page, {"approve_outside": rater.public_id})

    rater.refresh_from_db()
    assert rater.state == RequestState.APPROVED
    assert "Mail a new link" in text(browser("bob").get(page))


def test_who_was_declined_is_asked_after_all_by_one_button(cast, browser, asked):
    page = raters_page(asked)
    propose(cast.carol.user, asked, "willy@supplier.example")
    rater = ExternalRater.objects.get(name="Willy")
    browser("bob").post(page, {"decline_outside": rater.public_id})
    assert "Ask after all" not in text(browser("carol").get(page))
    assert "Ask after all" in text(browser("bob").get(page))

    browser("bob").post(page, {"ask_outside": rater.public_id})

    rater.refresh_from_db()
    assert rater.state == RequestState.APPROVED


def test_a_new_link_is_mailed_by_one_button(cast, browser, asked):
    rater = ExternalRater.objects.get()

    page = browser("bob").post(raters_page(asked), {"mail_outside": rater.public_id}, follow=True)

    assert "A new link was mailed." in text(page)


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"name": "", "email": "w@supplier.example"}, "This field is required."),
        ({"name": "Willy", "email": "nowhere"}, "Enter a valid email address."),
        ({"name": "Vera", "email": "VERA@customer.example"}, "was proposed already"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, browser, asked, posted, sentence):
    page = browser("bob").post(raters_page(asked), {"outside": "1", **posted})

    assert page.status_code == 422
    assert sentence in text(page)
    assert f'value="{posted["email"]}"' in text(page)
    assert ExternalRater.objects.count() == 1


@pytest.mark.parametrize("verb", ["approve", "decline", "ask", "forget", "mail"])
@pytest.mark.parametrize("which", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_proposals_that_are_not_there_are_not_found(browser, asked, verb, which):
    answer = browser("bob").post(raters_page(asked), {f"{verb}_outside": which})

    assert answer.status_code == 404


def test_a_cycle_without_them_shows_no_form(cast, browser):
    person = participant(make_open_cycle(cast), cast.carol)

    assert "From outside" not in text(browser("bob").get(raters_page(person)))
    posted = {"outside": "1", "name": "W", "email": "w@supplier.example"}
    assert browser("bob").post(raters_page(person), posted).status_code == 422
