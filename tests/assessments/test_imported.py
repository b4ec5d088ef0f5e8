"""Files of people, roles and skills reach the levels of those they concern, and so does undo."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.models import SkillMapCell, SkillProfile
from assessments.services import create_run
from assessments.services.gaps import analyse_gaps
from assessments.tasks import refresh_profiles
from employees.imports.people_importer import PeopleImporter
from employees.imports.roles_importer import RoleImporter
from skillmap.core.enums import ImportState
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.run import bring_in, ignore_progress
from skillmap.core.imports.undo import undo_batch
from skillmap.core.models import Job
from skills.enums import SkillKind
from skills.imports.importer import SkillImporter
from skills.models import Skill
from tests.assessments.organisation import make_people

pytestmark = pytest.mark.django_db(transaction=True)
A_WHILE = dt.timedelta(minutes=2)


@pytest.fixture
def made(db):
    made = make_people(40, seed=40)
    analyse_gaps(create_run(actor=None))
    return made


def bring(importer, tmp_path, *lines):
    """Apply a file as the command line does."""
    path = tmp_path / "file.csv"
    path.write_text("\n".join(lines))
    outcome = bring_in(importer, Incoming(path, confirmed=True))
    assert (outcome.state, outcome.faults) == (ImportState.APPLIED, [])
    return outcome.batch


def analyse_before_the_end_of_the_file():
    """As if an analysis had begun after the file wrote its rows, but before it was through."""
    SkillProfile.objects.update(computed_at=timezone.now() + A_WHILE)


def work():
    jobs = Job.objects.filter(name="assessments.refresh_profiles", state="queued")
    for job in jobs.order_by("pk"):
        refresh_profiles(job.pk)


def undo(importer, batch):
    undo_batch(importer, Turn(batch, None, timezone.now(), ignore_progress))
    analyse_before_the_end_of_the_file()
    work()


def holder(role):
    return role.assignments.filter(is_primary=True).first().employee


def asked(person):
    profile = SkillProfile.objects.get(pk=person.pk)
    assert not profile.stale
    return {s: r for s, r in zip(profile.slots, profile.required, strict=True) if r}


def person_file(person, role_code, location=""):
    unit = person.assignments.get(is_primary=True, valid__endswith=None).unit.path
    return (
        "employee_number,first_name,last_name,unit,role_code,location",
        f"{person.number},Ada,{person.last_name},{unit},{role_code},{location}",
    )


def test_file_of_people_that_took_long_reaches_their_levels(made, tmp_path):
    person = holder(made.roles[0])
    before = asked(person)
    batch = bring(PeopleImporter(), tmp_path, *person_file(person, made.roles[1].code))
    analyse_before_the_end_of_the_file()
    work()
    assert asked(person) != before
    undo(PeopleImporter(), batch)
    assert asked(person) == before


def test_file_that_changes_only_a_location_reaches_the_skill_map(made, tmp_path):
    person = next(p for p in made.people if asked(p) and p.site is None)
    role = person.assignments.get(is_primary=True).role
    bring(PeopleImporter(), tmp_path, *person_file(person, role.code, "Porto"))
    work()
    assert SkillMapCell.objects.filter(site__name="Porto", n=1).count() == len(asked(person))


def test_file_of_roles_that_took_long_reaches_the_holders(made, tmp_path):
    role = made.roles[0]
    person = holder(role)
    before = asked(person)
    taken = role.versions.get().requirements.values("skill")
    skill = Skill.objects.exclude(pk__in=taken).first()
    head = "role_code,role,family,skill_code,required_level"
    row = f"{role.code},{role.name},{role.family},{skill.code},2"
    batch = bring(RoleImporter(), tmp_path, head, row)
    analyse_before_the_end_of_the_file()
    work()
    assert asked(person) != before
    undo(RoleImporter(), batch)
    assert asked(person) == before


def test_file_of_skills_that_changes_a_kind_reaches_the_levels(made, tmp_path):
    skill = next(s for s in made.skills if s.kind == SkillKind.UNCLASSIFIED)
    concerned = set(SkillProfile.objects.filter(slots__contains=[skill.slot]).values_list("pk"))
    before = timezone.now()
    line = f"{skill.code},{skill.name},hard"
    bring(SkillImporter(), tmp_path, "skill_code,name,kind", line)
    work()
    assert concerned
    assert set(SkillProfile.objects.filter(computed_at__gt=before).values_list("pk")) == concerned
