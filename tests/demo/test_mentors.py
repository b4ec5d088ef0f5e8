"""Mentors of the demo, with the people it names and a few others."""

import pytest
from django.utils import timezone

from employees.models import Mentorship
from skillmap.demo.mentors import MENTORS, find_mentors
from skillmap.demo.people import build_people
from skillmap.demo.personas import AVOIDING_MANAGER, EMPLOYEE, NEW_MANAGER
from tests.factories import (
    make_activity,
    make_employee,
    make_organisation,
    make_profile,
    make_skill,
)
from training.enums import Mode
from training.models import MatchingRound, MentorOffer, MentorRequest

pytestmark = pytest.mark.django_db


def test_round_proposes_mentors_to_people_with_gaps():
    make_organisation()
    skill, kept = make_skill("Spreadsheets"), make_skill("Patience")
    make_activity("Mentoring", {kept: (0, 3)}, mode=Mode.MENTORING)
    people = build_people()
    numbers = {person.key: person.number for person in people}
    named = {
        key: make_employee(user=True, number=numbers[key])
        for key in (*MENTORS, EMPLOYEE, NEW_MANAGER, AVOIDING_MANAGER)
    }
    for key in MENTORS:
        make_profile(named[key], {skill: {"mean": 4500, "status": 1}, kept: {"mean": 4000}})
    for _one in range(4):
        make_profile(make_employee(user=True), {skill: {"mean": 1000, "status": 3}})
    find_mentors(people, timezone.now())
    assert Mentorship.objects.running().count() == 2
    assert MentorOffer.objects.count() == len(MENTORS)
    assert not MentorOffer.objects.filter(skills=kept).exists()  # plans go on offering it
    assert MentorRequest.objects.count() == 3
    found = MatchingRound.objects.get()
    assert found.adopted_at is None
    assert found.proposals.filter(mentor__isnull=False).count() == 3
