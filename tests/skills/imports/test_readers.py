"""Taxonomies as they are published: made-up twins always, the real files where present."""

import pytest

from skillmap.core.tabular.delimited import read_delimited
from skillmap.core.tabular.faults import FileRefused
from skillmap.core.tabular.folder import Folder
from skills.enums import RelationKind, SkillKind
from skills.imports import skills_csv, skills_esco, skills_gdad, skills_onet
from skills.imports.guesses import guess_kind
from tests.data_folder import real_data
from tests.skills.imports import twins


def rows(taxonomy):
    return {row.code: row for part in taxonomy.parts for row in part.rows}


def faults(taxonomy):
    return [(f.row, f.column, f.code) for part in taxonomy.parts for f in part.faults]


def own(text: str):
    return skills_csv.read_skills(read_delimited(text.encode(), "skills.csv"))


def test_own_layout_reads_levels_scales_and_other_names():
    taxonomy = own(
        "skill_code,name,kind,category,scale,description,alt_labels,level_1,level_2\n"
        '007,Knots,Hard,Boats,Rope:2,"Ties\nknots",bends|hitches,Ties one,Ties all\n'
        "LISTEN,Listening,,People,,,,,\n"
    )

    knots, listening = rows(taxonomy)["007"], rows(taxonomy)["LISTEN"]
    assert (knots.kind, knots.guess) == ("hard", None)
    assert (knots.scale.code, knots.scale.top) == ("rope", 2)
    assert knots.alt_labels == ("bends", "hitches")
    assert knots.level_texts == {1: "Ties one", 2: "Ties all"}
    assert (listening.kind, listening.guess.kind, listening.scale) == ("", SkillKind.SOFT, None)
    assert faults(taxonomy) == []


def test_own_layout_with_bad_rows_names_row_and_column():
    taxonomy = own(
        "skill_code,name,kind,scale,level_3\n"
        "A,Knots,medium,,\nB,Bends,hard,Rope,\nC,Hitches,hard,Rope:2,never\nD,Splices,hard,,\n"
        "D,Splices again,hard,,\n"
    )

    assert sorted(faults(taxonomy)) == [
        (2, "kind", "bad_choice"),
        (3, "scale", "bad_scale"),
        (4, "level_3", "off_scale"),
        (6, "skill_code", "duplicate_row"),
    ]
    assert set(rows(taxonomy)) == {"D"}


def test_kinds_file_reads_confirmed_kinds_and_nothing_else():
    sheet = read_delimited(b"skill_code,kind\nA,hard\nB,soft\nC,unclassified\n", "kinds.csv")

    parsed = skills_csv.read_kinds(sheet)

    assert [row[1:] for row in parsed.rows] == [("A", "hard"), ("B", "soft")]
    assert [f.code for f in parsed.faults] == ["bad_choice"]


def test_gdad_reads_level_texts_and_reports_the_repeated_skill(tmp_path):
    taxonomy = skills_gdad.read_skills(Folder(twins.gdad(tmp_path)))

    tide = rows(taxonomy)["TIDE_TABLES"]
    assert tide.level_texts[4] == "You can:\n- teach it"
    assert (tide.kind, tide.guess.kind, tide.scale.top) == ("", SkillKind.HARD, 4)
    assert rows(taxonomy)["CALMING_CREWS"].level_texts == {2: "Listens", 3: "Mediates"}
    assert faults(taxonomy) == [(4, "name", "duplicate_row")]


def test_onet_reads_the_rated_elements_with_examples_on_our_scale(tmp_path):
    taxonomy = skills_onet.read_skills(Folder(twins.onet(tmp_path)))

    assert taxonomy.framework.release == "31.5"
    assert {code: row.guess.kind for code, row in rows(taxonomy).items()} == {
        "1.C.3.a": SkillKind.SOFT,
        "2.B.3.e": SkillKind.HARD,
    }
    programming = rows(taxonomy)["2.B.3.e"]
    assert programming.level_texts == {1: "Sort a list", 4: "Steer a telescope"}
    assert programming.description == 'Writing 12" of code'


@pytest.mark.parametrize(
    ("name", "release"),
    [("ESCO dataset - v1.2.0 - classification - en - csv", "1.2.0"), ("esco", ""), ("rev3.1", "")],
)
def test_the_release_of_esco_stands_in_the_name_of_its_download(tmp_path, name, release):
    taxonomy = skills_esco.read_skills(Folder(twins.esco_by_id(tmp_path), name=name))

    assert taxonomy.framework.release == release


def test_esco_linked_by_id_reads_groups_relations_and_labels(tmp_path):
    taxonomy = skills_esco.read_skills(Folder(twins.esco_by_id(tmp_path)))

    moor = rows(taxonomy)["aa-1"]
    assert moor.uri == "http://x.org/esco/skill/aa-1"
    assert moor.alt_labels == ("tie up ships", "make ships fast")
    assert (moor.category, moor.guess.kind) == ("handling and moving", SkillKind.HARD)
    assert set(rows(taxonomy)) == {"aa-1", "k2", "aa-3"}
    assert {(r.code, r.other, r.kind, r.essential) for r in taxonomy.relations} == {
        ("k2", "aa-1", RelationKind.BROADER, False),
        ("aa-1", "aa-3", RelationKind.REQUIRES, False),
    }


def test_esco_official_reads_the_collections_when_the_list_of_skills_is_absent(tmp_path):
    taxonomy = skills_esco.read_skills(Folder(twins.esco_official(tmp_path)))

    assert set(rows(taxonomy)) == {"aa-1", "aa-2", "aa-3"}
    assert rows(taxonomy)["aa-1"].alt_labels == ("tie up ships", "make ships fast")
    assert rows(taxonomy)["aa-2"].guess.kind == SkillKind.HARD
    assert faults(taxonomy) == []


def test_esco_official_reads_what_is_above_a_skill_and_what_it_requires(tmp_path):
    taxonomy = skills_esco.read_skills(Folder(twins.esco_official(tmp_path)))

    assert [(r.code, r.other, r.kind, r.essential) for r in taxonomy.relations] == [
        ("aa-3", "aa-1", RelationKind.BROADER, False),
        ("aa-2", "aa-1", RelationKind.BROADER, False),
        ("aa-1", "aa-3", RelationKind.REQUIRES, True),
    ]


@pytest.mark.parametrize(
    "read", [skills_esco.read_skills, skills_onet.read_skills, skills_gdad.read_skills]
)
def test_reader_given_another_folder_says_which_file_is_missing(tmp_path, read):
    with pytest.raises(FileRefused) as caught:
        read(Folder(tmp_path))

    assert caught.value.faults[0].code == "missing_file"


def test_guess_without_any_sign_still_proposes_and_asks_to_check():
    guess = guess_kind("mend nets")

    assert guess.kind == SkillKind.HARD
    assert "check" in guess.reason


def test_real_gdad_reads_every_skill_with_its_four_levels():
    taxonomy = skills_gdad.read_skills(Folder(real_data("uk_gdad")))

    assert len(rows(taxonomy)) == 188
    assert faults(taxonomy) == []
    assert set(rows(taxonomy)["ACCESSIBILITY"].level_texts) == {1, 2, 3, 4}


def test_real_esco_sample_reads_the_whole_graph():
    taxonomy = skills_esco.read_skills(Folder(real_data("esco_sample")))

    assert len(rows(taxonomy)) == 1000
    assert faults(taxonomy) == []
    kinds = [relation.kind for relation in taxonomy.relations]
    assert (kinds.count(RelationKind.BROADER), kinds.count(RelationKind.REQUIRES)) == (43, 38)
    assert all(row.guess and not row.kind for row in rows(taxonomy).values())


def test_real_esco_export_reads_each_skill_of_the_collections_once():
    taxonomy = skills_esco.read_skills(Folder(real_data("esco_1_0_9")))

    assert len(rows(taxonomy)) == 452
    assert faults(taxonomy) == []
    assert {relation.kind for relation in taxonomy.relations} == {RelationKind.BROADER}
    assert len(taxonomy.relations) == 298


def test_real_onet_reads_the_work_styles():
    taxonomy = skills_onet.read_skills(Folder(real_data("onet_27_0")))

    assert taxonomy.framework.release == "27.0"
    assert len(rows(taxonomy)) == 16
    assert {row.guess.kind for row in rows(taxonomy).values()} == {SkillKind.SOFT}
