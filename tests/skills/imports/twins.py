"""Small made-up twins of published taxonomies, with the quirks of the real ones."""

import gzip
from pathlib import Path


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write the files into a new folder; names that end in .gz are packed."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        data = text.encode()
        (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder


def gdad(folder: Path) -> Path:
    return write(
        folder,
        {
            "skills.csv": (
                "Skill Name,Skill Description,Awareness,Working,Practitioner,Expert,Roles\n"
                'Tide tables,"Reads and makes\ntide tables",'
                '"You can:\n- read one","You can:\n- use one","You can:\n- make one",'
                '"You can:\n- teach it",Harbour pilot\n'
                "Calming crews,Stakeholder work,,Listens,Mediates,,Harbour pilot\n"
                "Tide tables,again,,,,,\n"
            ),
            "role_skill_levels.csv": (
                "Role Family,Role,Role Description,Role Level,Role Level Description,Skill Name,"
                "Skill Description,Skill Level,Skill Level Description,Role Type\n"
                'Harbour,Chief pilot,Leads,NOT IN USE,NOT IN USE,Tides,"a\nb",NOT IN USE,,SCS\n'
                "Harbour,Harbour pilot,Guides ships,Junior pilot,Learns,Tide tables,,Working,,\n"
                "Harbour,Harbour pilot,Guides ships,Junior pilot,Learns,"
                "Calming crews,,Awareness,,\n"
                "Harbour,Harbour pilot,Guides ships,Junior pilot,Learns,Tide tables,,Working,,\n"
                "Harbour,Harbour pilot,Guides ships,Senior pilot,Leads,Tide tables,,Expert,,\n"
                "Harbour,Harbour pilot,Guides ships,Senior pilot,Leads,Tide tables 2,,Superb,,\n"
            ),
        },
    )


def onet(folder: Path) -> Path:
    return write(
        folder,
        {
            "Read Me.txt": "O*NET 31.5 Database\nAugust Release\n\nHow to read the files.\n",
            "Content Model Reference.txt": (
                "Element ID\tElement Name\tDescription\n"
                "1.C\tWork Styles\tPersonal characteristics\n"
                "1.C.3\tInterpersonal Orientation\tWith others\n"
                "1.C.3.a\tCooperation\tBeing pleasant\n"
                "2.B.3\tTechnical Skills\tMachines\n"
                '2.B.3.e\tProgramming\tWriting 12" of code\n'
                "2.A.2.a\tCritical Thinking\tUnused here\n"
            ),
            "Level Scale Anchors.txt": (
                "Element ID\tElement Name\tScale ID\tAnchor Value\tAnchor Description\n"
                "2.B.3.e\tProgramming\tLV\t2\tSort a list\n"
                "2.B.3.e\tProgramming\tLV\t6\tSteer a telescope\n"
            ),
            "Occupation Data.txt": (
                "O*NET-SOC Code\tTitle\tDescription\n"
                "15-0001.00\tLighthouse keeper\tKeeps it\n"
                "15-0002.00\tNet mender\tMends\n"
            ),
            "Skills.txt.gz": (
                "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tNot Relevant\n"
                "15-0001.00\t2.B.3.e\tProgramming\tIM\t3.50\tn/a\n"
                "15-0001.00\t2.B.3.e\tProgramming\tLV\t4.12\tN\n"
                "15-0002.00\t2.B.3.e\tProgramming\tIM\t1.10\tn/a\n"
                "15-0002.00\t2.B.3.e\tProgramming\tLV\t0.12\tY\n"
            ),
            "Work Styles.txt": (
                "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n"
                "15-0001.00\t1.C.3.a\tCooperation\tIM\t4.50\n"
                "15-0002.00\t1.C.3.a\tCooperation\tIM\t2.49\n"
                "15-0009.00\t1.C.3.a\tCooperation\tIM\t4.00\n"
            ),
        },
    )


def esco_by_id(folder: Path) -> Path:
    return write(
        folder,
        {
            "skill_groups.csv": (
                '"ORIGINURI","ID","CODE","PREFERREDLABEL"\n'
                '"","g1","S6","handling and moving"\n"","g2","S1","working with others"\n'
            ),
            "skill_hierarchy.csv": (
                '"PARENTOBJECTTYPE","PARENTID","CHILDID","CHILDOBJECTTYPE"\n'
                '"skillgroup","g1","k1","skill"\n"skillgroup","g2","k1","skill"\n'
                '"skill","k1","k2","skill"\n"skill","k2","k2","skill"\n'
            ),
            "skills.csv": (
                '"ORIGINURI","ID","SKILLTYPE","REUSELEVEL","PREFERREDLABEL","ALTLABELS",'
                '"DESCRIPTION",ISLOCALIZED\n'
                '"http://x.org/esco/skill/aa-1","k1","skill/competence","sector-specific",'
                '"moor ships","tie up ships\nMoor ships\nmake ships fast","Ropes.","false"\n'
                '"","k2","skill/competence","transversal","moor small boats","","","true"\n'
                '"http://x.org/esco/skill/aa-3","k3","knowledge","cross-sector","sea law","","",'
                '"false"\n'
            ),
            "skill_to_skill_relations.csv": (
                '"REQUIRINGID","RELATIONTYPE","REQUIREDID"\n"k1","optional","k3"\n'
                '"k1","essential","gone"\n'
            ),
            "occupations.csv.gz": (
                '"ORIGINURI","ID","CODE","PREFERREDLABEL","DESCRIPTION"\n'
                '"http://x.org/esco/occupation/oo-1","o1","8350.1","deckhand","Works on deck."\n'
                '"http://x.org/esco/occupation/oo-1","o2","8350.1_1","deckhand","Local."\n'
            ),
            "occupation_to_skill_relations.csv": (
                '"OCCUPATIONTYPE","OCCUPATIONID","RELATIONTYPE","SKILLID","SIGNALLINGVALUE"\n'
                '"escooccupation","o1","essential","k1",""\n'
                '"escooccupation","o1","optional","k3",""\n'
                '"localoccupation","o2","","k1","0.5"\n'
                '"escooccupation","o1","optional","k9",""\n'
            ),
        },
    )


def esco_official(folder: Path) -> Path:
    head = (
        "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,description,"
        "broaderConceptUri,broaderConceptPT\n"
    )
    moor = (
        "KnowledgeSkillCompetence,http://x.org/esco/skill/aa-1,skill/competence,transversal,"
        "moor ships,tie up ships | make ships fast,Ropes.,,\n"
    )
    dutch = (
        "KnowledgeSkillCompetence,http://x.org/esco/skill/aa-2,skill/competence,transversal,"
        "say it in Dutch,,Speak.,http://x.org/l | http://x.org/esco/skill/aa-1,Dutch | moor ships\n"
    )
    knots = (
        "KnowledgeSkillCompetence,http://x.org/esco/skill/aa-3,knowledge,cross-sector,"
        "knots,,Bends.,,\n"
    )
    return write(
        folder,
        {
            "transversalSkillsCollection_en.csv": head + moor + knots,
            "languageSkillsCollection_en.csv": head + moor + dutch,
            "broaderRelationsSkillPillar_en.csv": (
                "conceptType,conceptUri,broaderType,broaderUri\n"
                "KnowledgeSkillCompetence,http://x.org/esco/skill/aa-3,KnowledgeSkillCompetence,"
                "http://x.org/esco/skill/aa-1\n"
                "KnowledgeSkillCompetence,http://x.org/esco/skill/aa-1,SkillGroup,http://x.org/g\n"
            ),
            "skillSkillRelations_en.csv": (
                "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n"
                "http://x.org/esco/skill/aa-1,,essential,knowledge,http://x.org/esco/skill/aa-3\n"
                "http://x.org/esco/skill/aa-1,,optional,knowledge,http://x.org/esco/skill/gone\n"
            ),
            "occupations_en.csv": (
                "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\n"
                'Occupation,http://x.org/esco/occupation/oo-1,8350,deckhand,"hand\nsailor",Works.\n'
            ),
            "occupationSkillRelations_en.csv": (
                "occupationUri,relationType,skillType,skillUri\n"
                "http://x.org/esco/occupation/oo-1,essential,,http://x.org/esco/skill/aa-1\n"
            ),
        },
    )
