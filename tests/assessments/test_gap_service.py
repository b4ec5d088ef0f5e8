"""The gap analysis against a recount by hand, its slices, and what it writes."""

import csv
import hashlib
import io
from collections import Counter
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.enums import GAP_COLUMNS, PACKED, GapStatus, RunState
from assessments.models import AnalysisRun, RunPriors, RunShard, SkillMapCell, SkillProfile
from assessments.services import create_run, gaps
from assessments.services.gaps import Watch, analyse_gaps
from employees.models import Assignment, OrgUnit
from skills.models import Skill
from tests.assessments.organisation import make_people
from tests.assessments.recount import recount
from tests.factories import assign, day, make_employee, make_evidence, make_role, make_skill

pytestmark = pytest.mark.django_db


def analyse(**options) -> AnalysisRun:
    run = create_run(actor=None, **options)
    analyse_gaps(run)
    run.refresh_from_db()
    return run


def stored() -> dict[int, dict[int, tuple[int, ...]]]:
    """Stored cells by employee and slot, in the order of `PACKED` without the slot."""
    cells = {}
    for profile in SkillProfile.objects.all():
        rows = zip(*(getattr(profile, name) for name in PACKED), strict=True)
        cells[profile.pk] = {slot: row for slot, *row in rows}
    return cells


def output_rows(run) -> list[dict[str, str]]:
    lines = "".join(run.shards.order_by("number").values_list("output", flat=True))
    return list(csv.DictReader(io.StringIO(lines), fieldnames=GAP_COLUMNS))


def digest(run) -> str:
    lines = "".join(run.shards.order_by("number").values_list("output", flat=True))
    return hashlib.sha256(lines.encode()).hexdigest()


def test_profiles_equal_the_recount_by_hand(monkeypatch):
    make_people(240)
    monkeypatch.setattr(gaps, "SHARD_SIZE", 100)
    run = analyse()
    calibration = RunPriors.objects.get(run=run).calibration / 1000
    expected = recount(timezone.now().date(), calibration)
    found = stored()
    assert found.keys() == expected.keys()
    for person, cells in expected.items():
        assert found[person].keys() == cells.keys()
        for slot, cell in cells.items():
            mean, sd, n, required, importance, p_gap, status = found[person][slot]
            assert (n, required, importance) == (cell.n, cell.required, cell.importance)
            assert abs(mean - cell.mean) <= 1
            assert abs(sd - cell.sd) <= 1
            assert abs(p_gap - cell.p_gap) <= 2
            assert status == cell.status or min(abs(p_gap - 500), abs(p_gap - 800)) <= 2
    assert run.summary["people"] == 240
    assert run.shards.count() == 3


def test_status_is_never_a_judgement_without_evidence():
    make_people(120, seed=3)
    analyse()
    for profile in SkillProfile.objects.all():
        for n, mean, status in zip(profile.n_ratings, profile.mean, profile.status, strict=True):
            assert n > 0 or (mean, status) == (-1, GapStatus.NOT_MEASURED)
            assert mean >= 0 or status == GapStatus.NOT_MEASURED


def test_slots_ascend_and_all_arrays_have_one_length():
    make_people(60, seed=4)
    analyse()
    for profile in SkillProfile.objects.all():
        assert profile.slots == sorted(set(profile.slots))
        assert len({len(getattr(profile, name)) for name in PACKED}) == 1


def test_fit_and_coverage_of_one_person_by_hand():
    hard, soft, open_ = make_skill(), make_skill(kind="soft"), make_skill()
    person = make_employee()
    assign(person, role=make_role(requirements={hard: 4, soft: 3, open_: 2}))
    for _ in range(30):
        make_evidence(person, hard, 2, variance=0.2025)
        make_evidence(person, soft, 5, variance=0.2025)
    analyse()
    profile = SkillProfile.objects.get(pk=person.pk)
    mean = dict(zip(profile.slots, profile.mean, strict=True))
    assert profile.coverage == 667
    assert profile.fit_soft == 1000
    assert profile.fit_hard == round(1000 * mean[hard.slot] / 4000)
    assert profile.fit == pytest.approx((profile.fit_hard + 1000) / 2, abs=1)
    assert profile.balanced == pytest.approx(
        2 * profile.fit_hard * 1000 / (profile.fit_hard + 1000), abs=1
    )
    assert 0 < profile.fit_se < profile.fit_hard_se
    assert (profile.fit_soft_se, profile.balanced_se > 0) == (0, True)


def test_person_with_nothing_at_all_gets_an_empty_profile():
    person = make_employee()
    assign(person)
    analyse()
    profile = SkillProfile.objects.get(pk=person.pk)
    assert (profile.slots, profile.coverage, profile.fit) == ([], None, None)


def test_empty_organisation_is_analysed_without_complaint():
    run = analyse()
    assert (run.state, run.summary) == (RunState.DONE, {})


def test_same_inputs_give_the_same_bytes_whatever_the_slices(monkeypatch):
    make_people(90, seed=5)
    first = analyse(keeps_output=True)
    before = {p.pk: (p.inputs_hash, p.mean, p.p_gap) for p in SkillProfile.objects.all()}
    monkeypatch.setattr(gaps, "SHARD_SIZE", 7)
    second = analyse(keeps_output=True)
    assert digest(first) == digest(second)
    assert before == {p.pk: (p.inputs_hash, p.mean, p.p_gap) for p in SkillProfile.objects.all()}
    assert first.parameters_hash == second.parameters_hash


def test_output_has_one_row_per_person_and_requirement_on_the_own_scale():
    made = make_people(80, seed=6)
    run = analyse(keeps_output=True)
    rows = output_rows(run)
    skills = {skill.code: skill for skill in made.skills}
    keys = [(row["employee_number"], row["skill_code"]) for row in rows]
    assert keys == sorted(set(keys))
    assert Counter(row["employee_number"] for row in rows) == Counter(
        {
            profile.employee.number: count
            for profile in SkillProfile.objects.select_related("employee")
            if (count := sum(1 for required in profile.required if required))
        }
    )
    cells = stored()
    people = {person.number: person.pk for person in made.people}
    for row in rows:
        skill = skills[row["skill_code"]]
        mean, _, n, required, _, p_gap, status = cells[people[row["employee_number"]]][skill.slot]
        assert row["kind"] == skill.kind
        assert row["n_ratings"] == str(n)
        own = skill.scale.from_common(required / 1000)
        assert float(row["required_level"]) == pytest.approx(own, abs=1e-3)
        if status == GapStatus.NOT_MEASURED:
            empty = ("attained_level", "interval_low", "interval_high", "gap", "p_gap")
            assert [row[name] for name in empty] == [""] * 5
            assert row["status"] == "not_measured"
            continue
        attained = skill.scale.from_common(mean / 1000)
        assert float(row["attained_level"]) == pytest.approx(attained, abs=1e-3)
        assert float(row["gap"]) == pytest.approx(own - attained, abs=2e-3)
        assert Decimal(row["p_gap"]) == Decimal(p_gap) / 1000
        low, high = float(row["interval_low"]), float(row["interval_high"])
        assert skill.scale.zero_rank <= low < attained < high <= skill.scale.top_rank or (
            attained in {skill.scale.zero_rank, skill.scale.top_rank}
        )
        assert all(len(row[name].split(".")[1]) == 3 for name in ("gap", "p_gap", "interval_low"))


def test_name_that_looks_like_a_formula_is_neutralised_in_the_output():
    skill = make_skill(code="=HYPERLINK()")
    person = make_employee(number="+1")
    assign(person, "@Sales", role=make_role(requirements={skill: 3}))
    row = output_rows(analyse(keeps_output=True))[0]
    assert row["employee_number"] == "'+1"
    assert row["unit"] == "'@Sales"
    assert row["skill_code"] == "'=HYPERLINK()"


def test_run_of_a_unit_leaves_the_others_alone_but_learns_from_all():
    made = make_people(100, seed=7)
    analyse()
    everybody = stored()
    unit = OrgUnit.objects.get(path="Acme/Sales")
    SkillProfile.objects.all().delete()
    cells_before = SkillMapCell.objects.count()
    run = analyse(unit=unit)
    places = Assignment.objects.filter(unit__path__startswith="Acme/Sales/", is_primary=True)
    inside = set(places.values_list("employee", flat=True))
    assert stored() == {person: everybody[person] for person in inside}
    assert 0 < len(inside) < len(made.people)
    assert run.summary["people"] == len(inside)
    assert SkillMapCell.objects.count() == cells_before


def test_crash_between_slices_is_taken_up_where_it_stopped(monkeypatch):
    made = make_people(60, seed=8)
    whole = analyse(keeps_output=True)
    monkeypatch.setattr(gaps, "SHARD_SIZE", 20)
    run = create_run(actor=None, keeps_output=True)
    reached = []

    def die_at(done, _total):
        reached.append(done)
        if done >= 60 + 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyse_gaps(run, Watch(die_at))
    done = list(run.shards.filter(done_at__isnull=False))
    assert [shard.number for shard in done] == [0]
    make_evidence(made.people[0], made.skills[0], 5)  # comes after its slice was computed
    analyse_gaps(run)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert RunShard.objects.get(pk=done[0].pk).done_at == done[0].done_at
    assert run.shards.filter(done_at=None).count() == 0
    assert digest(run) == digest(whole)


def test_finished_run_is_not_computed_again():
    make_people(20, seed=9)
    run = analyse()
    SkillProfile.objects.all().delete()
    analyse_gaps(run)
    assert not SkillProfile.objects.exists()


def test_worker_that_lost_its_lease_commits_nothing():
    make_people(20, seed=10)

    class TakenOverError(Exception):
        pass

    def hold():
        raise TakenOverError

    run = create_run(actor=None)
    with pytest.raises(TakenOverError):
        analyse_gaps(run, Watch(hold=hold))
    assert not SkillProfile.objects.exists()
    assert not run.shards.exists()


def test_progress_grows_to_the_total(monkeypatch):
    make_people(50, seed=11)
    monkeypatch.setattr(gaps, "SHARD_SIZE", 20)
    seen = []
    analyse_gaps(create_run(actor=None), Watch(lambda done, total: seen.append((done, total))))
    assert seen == [(20, 100), (40, 100), (50, 100), (70, 100), (90, 100), (100, 100)]


def test_threshold_of_the_organisation_decides_what_is_a_gap(cast):
    make_evidence(cast.dave, cast.hard, 2.9)
    analyse()
    strict = SkillProfile.objects.get(pk=cast.dave.pk).p_gap
    cast.organisation.gap_threshold = Decimal("1.50")
    cast.organisation.save()
    run = analyse()
    lenient = SkillProfile.objects.get(pk=cast.dave.pk)
    assert lenient.p_gap[0] < strict[0]
    assert lenient.parameters_hash == run.parameters_hash


def test_several_roles_ask_for_the_highest_level_and_exemptions_for_nothing(cast):
    other = make_role(requirements={cast.hard: 5, cast.soft: 1})
    assign(cast.dave, role=other, is_primary=False)
    cast.dave.exemptions.create(
        skill=cast.soft, reason="no clients", granted_by=cast.alice.user, valid=(day(-1), None)
    )
    analyse()
    profile = SkillProfile.objects.get(pk=cast.dave.pk)
    assert dict(zip(profile.slots, profile.required, strict=True)) == {cast.hard.slot: 5000}


def test_somebody_who_left_is_not_analysed(cast):
    Assignment.objects.filter(employee=cast.dave).update(valid=(day(-300), day(0)))
    analyse()
    assert not SkillProfile.objects.filter(pk=cast.dave.pk).exists()
    assert SkillProfile.objects.filter(pk=cast.carol.pk).exists()


def test_retired_skill_keeps_its_history(cast):
    make_evidence(cast.dave, cast.hard, 4)
    Skill.objects.filter(pk=cast.hard.pk).update(status="retired", retired_on=day(0))
    analyse()
    profile = SkillProfile.objects.get(pk=cast.dave.pk)
    assert profile.mean[profile.slots.index(cast.hard.slot)] > 0
