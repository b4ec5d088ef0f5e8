"""An office in which every list of every page can grow by one."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from assessments.enums import CertificateState, RaterKind, RunKind, RunState, Source
from assessments.models import AnalysisRun, Rating, RemarkRequest
from employees.enums import Grant
from employees.models import CertificateRequirement, Exemption, RoleVersion, TitleMapping
from reviews.enums import GoalKind
from reviews.models import Goal
from skillmap.core import services
from skillmap.core.enums import ImportKind, ImportState, ReadKind, RowAction
from skillmap.core.models import ImportBatch, ImportRow, Job
from skills.enums import ChangeKind, LabelKind, PairReason, RelationKind, SkillKind
from skills.models import LookalikePair, SkillLabel, SkillRelation, TaxonomyChange
from tests import factories as make
from tests.access.budgets import make_budget
from tests.access.world import Thing
from tests.guards.feedback import Feedback
from tests.guards.instruments import Instruments
from tests.guards.rounds import Rounds
from tests.guards.seasons import Seasons
from tests.guards.systems import Systems
from tests.guards.talks import Talks
from training.enums import DecisionKind, NoteKind, PlanState
from training.models import (
    ActivityPrerequisite,
    ActivitySession,
    Allocation,
    CircleMeeting,
    Cohort,
    Completion,
    ForeignActivity,
    LearningStatement,
    MandatoryActivity,
    MatchingRound,
    ParkedCompletion,
    PathTemplate,
    PathTemplateStep,
    PeerCircle,
    PlanDecision,
    Programme,
    ProgrammeMember,
    TemplateResult,
)
from training.services import use_template


class Office:
    """Alice, HR admin and everybody's manager, and `grow`, which adds one more of everything."""

    def __init__(self) -> None:
        make.make_organisation()
        self.alice = make.make_user("Alice Admin")
        make.grant(self.alice, Grant.HR_ADMIN)
        self.manager = make.make_employee("Alice Admin", user=self.alice)
        self.role = make.make_role("Manager")
        make.assign(self.manager, "Acme", role=self.role)
        self.subject = make.make_employee("Carol Subject", user=True)
        make.assign(self.subject, "Acme", role=self.role, manager=self.manager)
        self.version = RoleVersion.objects.get(role=self.role)
        self.anchor = make.make_skill("Anchor", category="Anchors")
        self.activity = make.make_activity("Anchor course", {self.anchor: (0, 2)})
        self.session = ActivitySession.objects.create(
            activity=self.activity, starts_on=make.day(90)
        )
        self.template = PathTemplate.objects.create(code="anchor", name="Anchor path")
        self.plan = make.make_plan(self.subject, [])
        self.option = make.make_option(self.subject, [self.activity])
        self.batch = self._batch()
        self.profile = make.make_profile(self.subject)
        shares = {"shares_levels": True, "shares_reports": True}
        make.make_mentorship(self.subject, self.manager, **shares)
        self.matching = MatchingRound.objects.create(
            actor=self.alice, method="x", method_version="1", computed_at=timezone.now()
        )
        self.skills = [self.anchor]
        self.things: dict[str, Any] = {}
        self.budget = make_budget("Anchor budget")
        self.rounds = Rounds(self.alice, self.manager, self.subject, self.anchor)
        self.feedback = Feedback(self.manager, self.subject, self.anchor)
        self.instruments = Instruments(self.subject, self.manager)
        self.seasons = Seasons(self.alice, self.subject, self.anchor)
        self.talks = Talks(self.alice, self.subject)
        self.systems = Systems(self.alice)
        self.completed = make.make_plan(
            self.subject, [], state=PlanState.COMPLETE, ended_at=timezone.now(), frozen={}
        )
        self.programme = Programme.objects.create(
            name="Anchors", template=self.template, leads=True, owner=self.alice
        )
        cohort = Cohort.objects.create(programme=self.programme, starts_on=make.day(0))
        self.circle = PeerCircle.objects.create(cohort=cohort, number=1, hours=8)
        self._meet()
        self.use = use_template(
            actor=self.alice, template=self.template, people=[self.subject.pk], scope="Acme"
        )

    def _meet(self) -> None:
        """One more meeting of the circle."""
        number = self.circle.meetings.count() + 1
        begins = timezone.now() + timedelta(weeks=number)
        self.meeting = CircleMeeting.objects.create(
            circle=self.circle, number=number, starts_at=begins
        )

    def grow(self) -> None:
        """One more row in every list of every page."""
        skill = make.make_skill(kind=SkillKind.SOFT, category=f"Category {len(self.skills)}")
        self.skills.append(skill)
        self._grow_library(skill)
        self.instruments.grow()
        self._grow_people(skill)
        self._grow_subject(skill)
        self._grow_work()

    def _grow_library(self, skill: Any) -> None:
        LookalikePair.objects.create(
            first=self.anchor, second=skill, reason=PairReason.ALIKE, percent=70
        )
        TaxonomyChange.objects.create(
            kind=ChangeKind.MERGE, skill=skill, into=self.anchor, words=f"{skill} merged",
            made_by=self.subject.user, made_at=timezone.now(), history={},
        )  # fmt: skip
        SkillLabel.objects.create(skill=self.anchor, label=skill.name, kind=LabelKind.ALTERNATIVE)
        SkillRelation.objects.create(skill=self.anchor, other=skill, kind=RelationKind.RELATED)
        make.make_skill(kind=SkillKind.UNCLASSIFIED, proposed_kind=SkillKind.HARD)
        make.require(self.version, skill, 3)
        certificate = make.make_certificate_type(skill=skill, attained_level=3)
        CertificateRequirement.objects.create(
            role_version=self.version, certificate_type=certificate
        )
        role = make.make_role("", {skill: 2, self.anchor: 2})
        TitleMapping.objects.create(title=f"Title of {role.code}", role=role)
        course = make.make_activity("", {skill: (1, 3), self.anchor: (1, 2)})
        ActivityPrerequisite.objects.create(activity=self.activity, requires=course)
        for activity in (course, self.activity):
            ActivitySession.objects.create(activity=activity, starts_on=make.day(len(self.skills)))
        for template in (self.template, PathTemplate.objects.create(code=role.code, name="Path")):
            position = template.steps.count()
            PathTemplateStep.objects.create(template=template, position=position, activity=course)

    def _grow_people(self, skill: Any) -> None:
        person = make.make_employee("", user=True, site=make.make_site())
        make.assign(person, f"Acme/Unit {len(self.skills)}", role=self.role, manager=self.manager)
        make.assign(make.make_employee(), "Acme", job_title=f"Manager {len(self.skills)}")
        ProgrammeMember.objects.create(
            cohort=self.circle.cohort, employee=person, use=self.use, circle=self.circle
        )
        self._meet()
        n = len(self.skills)
        Cohort.objects.create(programme=self.programme, starts_on=make.day(n))
        Programme.objects.create(name=f"P{n}", template=self.template, leads=True, owner=self.alice)
        TemplateResult.objects.create(use=self.use, employee=person, why_not="No gap")
        make_budget(f"Budget {n}")
        steps = [{"activity": self.activity.code, "week": 0, "session": None}]
        Allocation.objects.create(run=self.budget, employee=person, steps=steps)
        make.make_option(person, [self.activity])
        make.make_profile(person, {skill: {}, self.anchor: {"status": 0, "mean": -1, "p_gap": -1}})
        plan = make.make_plan(person, [self.activity], state=PlanState.PROPOSED, cost_cents=5_000)
        plan.steps.update(session=self.session)
        plan.proposed_at = timezone.now()
        plan.save()
        services.notify(self.alice, kind="note", title=lambda: "A note")
        services.create_token(self.alice, "program", ["gaps:read"], 30)
        self.rounds.grow(person, skill)
        self.feedback.grow(person, skill)
        self.seasons.grow(person, skill)
        self.talks.grow(person, skill)
        self.systems.grow()

    def _grow_subject(self, skill: Any) -> None:
        user = self.subject.user
        assert user is not None
        make.make_evidence(self.subject, skill, 3, Source.MANAGER, rater=self.manager)
        make.make_evidence(self.subject, self.anchor, 3, Source.CERTIFICATE)
        waiting = {"state": CertificateState.SUBMITTED, "alignment": [self._target(skill)]}
        file = ContentFile(b"%PDF-", "x.pdf")
        certificate = make.make_certificate(self.subject, file=file, file_name="x.pdf", **waiting)
        for holder in (self.subject, self.manager):
            kind = self.version.certificate_requirements.last().certificate_type
            make.make_certificate(holder, type=kind, expires_on=make.day(9))
        make.make_certificate(self.manager, **waiting)
        self.things["certificate"] = certificate
        make.make_rating(self.manager, self.subject, skill, comment="draft")
        Rating.objects.create(
            rater=self.subject,
            ratee=self.subject,
            skill=skill,
            rater_kind=RaterKind.SELF,
            level=2,
            submitted_at=timezone.now(),
        )
        self._grow_profile()
        self._grow_reads()
        self._grow_remarks(skill)
        self._grow_mentoring()
        course = skill.outcomes.first().activity
        make.make_refusal(self.subject, course)
        make.make_duty(course, unit=make.make_unit("Acme/Elsewhere"))
        position = self.plan.steps.count()
        self.plan.steps.create(
            position=position,
            activity=course,
            session=course.dates.first(),
            start_week=position,
            weeks=[position],
            hours_by_week={str(position): 2},
            why="Because",
            why_skills=[skill.code],
        )
        PlanDecision.objects.create(
            plan=self.plan,
            kind=DecisionKind.CHANGE,
            actor=make.make_user(),
            method_version="1",
            decided_at=timezone.now(),
        )
        Completion.objects.create(
            employee=self.subject, activity=course, completed_on=make.day(0), reference="x"
        )
        Goal.objects.create(
            employee=self.subject,
            kind=GoalKind.SKILL,
            title="Goal",
            skill=skill,
            target_level=3,
            created_by=user,
        )
        Exemption.objects.create(
            employee=self.subject, skill=skill, reason="x", granted_by=user, valid=make.since()
        )

    def _target(self, skill: Any) -> dict[str, str]:
        return {"name": skill.name, "url": "", "code": skill.code, "framework": ""}

    def _grow_reads(self) -> None:
        for subject in (self.subject, self.manager):
            services.log_read(
                viewer=make.make_user(),
                subject_id=subject.pk,
                kind=ReadKind.REVIEW,
                reason="A question",
            )

    def _grow_profile(self) -> None:
        self.profile.delete()
        self.profile = make.make_profile(self.subject, {skill: {} for skill in self.skills})

    def _grow_mentoring(self) -> None:
        """One more mentor of Alice's, and one more whom she mentors."""
        make.make_mentorship(self.manager, make.make_employee())
        pair = make.make_mentorship(make.make_employee(), self.manager)
        pair.notes.create(
            author=self.manager, kind=NoteKind.AGENDA, text="Hello", written_at=timezone.now()
        )
        skill = make.make_skill()
        offer = make.make_mentor_offer(make.make_employee(user=True), self.anchor)
        for mentor in (offer.employee, None):
            search = make.make_employee(user=True).mentor_requests.create(skill=skill)
            self.matching.proposals.create(request=search, mentor=mentor)
        mine = self.manager.mentor_requests.create(skill=skill)
        self.matching.proposals.create(
            request=mine, mentor=offer.employee, offered_at=timezone.now()
        )

    def _grow_remarks(self, skill: Any) -> None:
        """One more note to the subject and by Alice, and a question each way."""
        colleague = make.make_employee(user=True)
        reported = {"reported_at": timezone.now(), "report": "rude"}
        make.make_remark(colleague, self.subject, self.anchor, **reported)
        make.make_remark(self.manager, self.subject, skill)
        for asker, asked in ((colleague, self.manager), (self.manager, colleague)):
            RemarkRequest.objects.create(asker=asker, colleague=asked, skill=skill)

    def _grow_work(self) -> None:
        ParkedCompletion.objects.create(
            employee_number=f"future {len(self.skills)}",
            skill=self.anchor,
            completed_on=make.day(-1),
            batch=self.batch,
        )
        address = f"https://lms.example/{len(self.skills)}"
        ForeignActivity.objects.create(address=f"{address}/known", activity=self.activity)
        LearningStatement.objects.create(
            statement_id=uuid4(),
            verb="completed",
            actor=self.alice,
            received_at=timezone.now(),
            told={"activity": address},
        )
        actor = make.make_user()
        job = Job.objects.create(name="x", actor=actor, due_at=timezone.now(), title="A job")
        run = AnalysisRun.objects.create(
            kind=RunKind.GAPS,
            state=RunState.DONE,
            keeps_output=True,
            as_of=timezone.localdate(),
            method="x",
            method_version="1",
            actor=actor,
            job=job,
            unit=make.make_unit("Acme"),
        )
        self._batch()
        ImportRow.objects.create(
            batch=self.batch, number=self.batch.rows.count(), action=RowAction.CREATE, key="x"
        )
        self.things |= {"job": job, "run": run}

    def _batch(self) -> ImportBatch:
        return ImportBatch.objects.create(
            kind=ImportKind.PEOPLE,
            file_name="people.csv",
            sha256="0" * 64,
            actor=self.alice,
            state=ImportState.READY,
        )

    def thing(self, about: str) -> Thing:
        """What a route about this kind of thing is asked for."""
        own = (self.rounds, self.feedback, self.instruments, self.seasons, self.talks)
        for part in (*own, self.systems):
            if about in part.things:
                return Thing("", part.things[about])
        known = {
            "": None,
            "person": self.subject,
            "skill": self.anchor,
            "role": self.role,
            "kind": self.version.certificate_requirements.first().certificate_type,
            "activity": self.activity,
            "session": self.session,
            "template": self.template,
            "budget": self.budget,
            "mentorship": self.manager.mentees.first(),
            "matching": self.matching,
            "use": self.use,
            "programme": self.programme,
            "complete": self.completed,
            "circle": self.circle,
            "meeting": self.meeting,
            "option": self.option,
            "duty": MandatoryActivity.objects.first(),
            "refusal": self.subject.refusals.first(),
            "plan": self.plan,
            "proposed": self.plan,
            "batch": self.batch,
            "unit": make.make_unit("Acme"),
            "framework": self.anchor.framework,
            "scale": self.anchor.scale,
            **self.things,
        }
        found = known[about]
        return Thing("", None if found is None else found.public_id)
