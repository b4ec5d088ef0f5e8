"""Mentoring in the access world: what a pair wrote, who looks for somebody, what is proposed."""

from django.utils import timezone

from skills.models import Skill
from tests.access.rows import MENTORING
from tests.access.world import World
from training.models import MatchingRound, MentoringNote, MentorProposal, MentorRequest


def hide_mentoring(world: World) -> None:
    """Dave and Heidi wrote something; Carol and Dave look for a mentor; a round proposes Heidi."""
    now, skill = timezone.now(), Skill.objects.get(public_id=world.skill_id)
    dave, heidi = world.employees["dave"], world.employees["heidi"]
    MentoringNote.objects.create(
        mentorship=dave.mentorships.get(),
        author=dave,
        kind="agenda",
        text=world.hide("mentoring-note-of-dave", "dave", MENTORING),
        written_at=now,
    )
    made = MatchingRound.objects.create(
        actor=world.user("alice"), method="x", method_version="1", computed_at=now, adopted_at=now
    )
    world.add("matching", "", made.public_id)
    for owner in ("carol", "dave"):
        search = MentorRequest.objects.create(mentee=world.employees[owner], skill=skill)
        world.add("search", owner, search.public_id)
    proposal = MentorProposal.objects.create(
        round=made, request=search, mentor=heidi, offered_at=now, reasons=[["hours", 9]]
    )
    world.add("proposal", "dave", proposal.public_id)
