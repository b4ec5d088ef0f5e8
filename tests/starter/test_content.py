"""The starter library is content people read: complete, distinct, and consistent with itself."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

STARTER = Path(__file__).parents[2] / "skillmap" / "starter"
LEVELS = [f"level_{rank}" for rank in range(1, 6)]
HARD = """
ACCOUNTING AI_TOOLS BUDGETING CLOUD COMPLIANCE CONTRACT_LAW CRM CYBERSECURITY DATA_ANALYSIS
DATA_PROTECTION DATA_VIS DIGITAL_MARKETING ENGLISH EXCEL FIN_MODELLING GERMAN GRAPHIC_DESIGN
INSTR_DESIGN IT_SUPPORT LABOUR_LAW LEAN LOGISTICS MACHINE_OPS MARKET_RESEARCH PAYROLL
PRESENTATION_TOOLS PROCUREMENT PRODUCT_KNOWLEDGE PROJECT_MGMT PYTHON QUALITY_CONTROL RECRUITING
SAFETY SALES_METHOD SPANISH SQL SUPPLY_PLANNING SW_TESTING SYS_ARCH TECH_WRITING UX_RESEARCH
WEB_DEV
"""
HARD_CODES = set(HARD.split())
SOFT = """
ACCOUNTABILITY ACTIVE_LISTENING ADAPTABILITY CHANGE_LEADERSHIP COACHING COMMUNICATION
CONFLICT_RESOLUTION CREATIVITY CRITICAL_THINKING CROSS_FUNCTIONAL CUSTOMER_FOCUS DECISION_MAKING
DELEGATION DIFFICULT_CONVERSATIONS EMOTIONAL_INTELLIGENCE EMPATHY FACILITATION FEEDBACK
INCLUSION INITIATIVE INTEGRITY INTERCULTURAL LEADERSHIP LEARNING_AGILITY NEGOTIATION PRESENTING
PROBLEM_SOLVING REMOTE_COLLAB RESILIENCE STAKEHOLDER_MGMT TEAMWORK TIME_MANAGEMENT
"""
SOFT_CODES = set(SOFT.split())
SITUATIONS = {
    "working across functions",
    "leading a hybrid team",
    "joining a hybrid team",
    "communicating on video and in writing",
    "handling a difficult client conversation",
    "giving feedback to a colleague",
    "handling a conflict in the team",
    "presenting to decision makers",
    "explaining technical matters to non-experts",
    "negotiating with suppliers or customers",
    "working under time pressure",
    "taking over a new team",
    "working with colleagues in other countries",
    "introducing a change",
    "handing over between shifts",
}


def rows(name: str) -> list[dict[str, str]]:
    with (STARTER / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


def requirements() -> dict[str, list[dict[str, str]]]:
    by_role = defaultdict(list)
    for row in rows("roles.csv"):
        by_role[row["role_code"]].append(row)
    return by_role


@pytest.mark.parametrize(
    ("name", "kind", "codes"),
    [("skills_hard.csv", "hard", HARD_CODES), ("skills_soft.csv", "soft", SOFT_CODES)],
)
def test_skills_of_a_kind_are_complete_and_each_code_stands_once(name, kind, codes):
    skills = rows(name)

    assert Counter(skill["skill_code"] for skill in skills) == Counter(codes)
    assert {skill["kind"] for skill in skills} == {kind}
    assert len({skill["name"] for skill in skills}) == len(codes)


@pytest.mark.parametrize("name", ["skills_hard.csv", "skills_soft.csv"])
def test_skill_levels_are_five_distinct_sentences_used_by_no_other_skill(name):
    texts = [skill[level] for skill in rows(name) for level in LEVELS]

    assert [text for text in texts if len(text) < 30 or not text.endswith(".")] == []
    assert [text for text, times in Counter(texts).items() if times > 1] == []


@pytest.mark.parametrize("name", ["skills_hard.csv", "skills_soft.csv"])
def test_skills_have_a_description_a_category_and_the_standard_scale(name):
    for skill in rows(name):
        assert skill["description"].endswith("."), skill["skill_code"]
        assert skill["category"], skill["skill_code"]
        assert skill["scale"] == "", skill["skill_code"]


def test_roles_ask_for_eight_to_fourteen_skills_of_both_kinds():
    roles = requirements()

    assert len(roles) == 26
    for code, required in roles.items():
        skills = [row["skill_code"] for row in required]
        assert 8 <= len(skills) <= 14, code
        assert len(set(skills)) == len(skills), code
        assert set(skills) <= HARD_CODES | SOFT_CODES, code
        assert len(set(skills) & HARD_CODES) >= 3, code
        assert len(set(skills) & SOFT_CODES) >= 3, code


def test_role_levels_are_half_steps_and_essential_skills_weigh_enough():
    for code, required in requirements().items():
        for row in required:
            doubled = float(row["required_level"]) * 2
            assert doubled.is_integer(), row
            assert 1 <= doubled <= 10, row
            assert row["importance"] in set("12345"), row
            assert row["essential"] in {"0", "1"}, row
            assert row["essential"] == "0" or int(row["importance"]) >= 3, row
        assert 2 <= sum(row["essential"] == "1" for row in required) <= 6, code
        assert {row["importance"] for row in required} != {"5"}, code


def test_role_name_family_and_situations_are_the_same_in_every_row_of_a_role():
    for code, required in requirements().items():
        heads = {(row["role"], row["family"], row["situations"]) for row in required}
        assert len(heads) == 1, code


def test_role_situations_come_from_one_list_and_every_one_is_used():
    used = {name for row in rows("roles.csv") for name in row["situations"].split("|")}

    assert used == SITUATIONS


def test_customer_success_manager_needs_product_knowledge_and_difficult_conversations():
    csm = {row["skill_code"]: row for row in requirements()["CSM"]}

    assert csm["PRODUCT_KNOWLEDGE"]["essential"] == "1"
    assert csm["DIFFICULT_CONVERSATIONS"]["essential"] == "1"
    assert "handling a difficult client conversation" in csm["CRM"]["situations"]
