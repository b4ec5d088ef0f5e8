"""Recognition of a period: certificates and growth, each only to those who may read it."""

import pytest
from django.urls import reverse

from assessments.enums import CertificateState, Source
from tests.factories import (
    assign,
    day,
    make_certificate,
    make_certificate_type,
    make_employee,
    make_evidence,
    make_profile,
    make_skill,
    make_soft_skill,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    made = {
        name: make_employee(f"{name.title()} Example", user=True)
        for name in ("tara", "bob", "carol", "frank")
    }
    assign(made["tara"], "Acme")
    assign(made["bob"], "Acme/Sales", manager=made["tara"])
    assign(made["carol"], "Acme/Sales/North", manager=made["bob"])
    assign(made["frank"], "Acme/Engineering")
    return made


def measured(person, skill, before, after):
    """Tests before and in the period; several, so that the interval is narrow."""
    make_profile(person, {skill: {}}, prior=[2500])
    for n in range(3):
        make_evidence(person, skill, before, observed_on=day(-300 - n), variance=0.05)
        make_evidence(person, skill, after, observed_on=day(-20 - n), variance=0.05)


def titles(client, person, query=""):
    client.force_login(person.user)
    answer = client.get(reverse("pages:recognition_list") + query)
    return [one.title for one in answer.context["found"]]


def test_certificate_and_growth_stand_in_one_list(client, people):
    soft = make_soft_skill("Listening")
    measured(people["carol"], soft, 1, 4)
    kind = make_certificate_type(name="Project management")
    make_certificate(people["carol"], type=kind, issued_on=day(-5))
    assert titles(client, people["bob"]) == ["Project management", "Listening"]
    page = client.get(reverse("pages:recognition_list")).text
    assert "certificate earned" in page
    assert "grew from" in page
    assert "±" in page


@pytest.mark.parametrize(("before", "after"), [(3, 3), (3, 3.2), (4, 1)])
def test_rise_within_the_uncertainty_is_no_growth(client, people, before, after):
    measured(people["carol"], make_soft_skill(), before, after)
    assert titles(client, people["bob"]) == []


def test_first_measurement_and_hard_skills_are_no_growth(client, people):
    new = make_soft_skill()
    make_profile(people["bob"], {new: {}}, prior=[2500])
    make_evidence(people["bob"], new, 4, observed_on=day(-10), variance=0.05)
    measured(people["carol"], make_skill(), 1, 4)
    assert titles(client, people["tara"]) == []
    assert titles(client, people["bob"]) == []


def test_growth_and_certificates_outside_the_period_are_left_out(client, people):
    measured(people["carol"], make_soft_skill("Listening"), 1, 4)
    kind = make_certificate_type(name="Old")
    make_certificate(people["carol"], type=kind, issued_on=day(-250))
    make_certificate(people["carol"], title="Waits", state=CertificateState.SUBMITTED)
    assert titles(client, people["bob"], "?days=92") == ["Listening"]
    assert titles(client, people["bob"], "?days=365") == ["Old"]  # Listening: all in the year
    assert titles(client, people["bob"], "?days=-1&unit=x") == ["Listening"]


def test_chain_sees_growth_and_not_the_certificates_of_others(client, people):
    measured(people["carol"], make_soft_skill("Listening"), 1, 4)
    make_certificate(people["carol"], type=make_certificate_type(), issued_on=day(-5))
    unit = make_unit("Acme/Sales/North")
    assert titles(client, people["tara"]) == []  # of direct reports
    assert titles(client, people["tara"], f"?unit={unit.public_id}") == ["Listening"]


def test_people_elsewhere_are_not_in_it(client, people):
    measured(people["frank"], make_soft_skill(), 1, 4)
    unit = make_unit("Acme/Engineering")
    assert titles(client, people["bob"], f"?unit={unit.public_id}") == []
    client.force_login(people["frank"].user)
    assert client.get(reverse("pages:recognition_list")).status_code == 403


def test_growth_that_rests_on_closed_group_feedback_is_not_told(client, people):
    soft = make_soft_skill("Listening")
    measured(people["carol"], soft, 1, 4)
    make_evidence(
        people["carol"],
        soft,
        4,
        Source.PEER,
        rater=None,
        reference="feedback 00000000-0000-4000-8000-000000000000 peer",
    )
    assert titles(client, people["bob"]) == []
