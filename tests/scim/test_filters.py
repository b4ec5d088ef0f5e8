"""Filters, orders and pages: what is found, and what is refused."""

from urllib.parse import quote

import pytest
from django.utils import timezone

from employees.enums import EmployeeStatus
from employees.models import Employee
from tests.scim.conftest import ENTERPRISE, USER

SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"


@pytest.fixture
def office(cast, provider):
    """Everybody, with something to tell them apart."""
    provider.patch(
        cast.dave, {"op": "add", "value": {"title": "Tour guide", "externalId": "Ext-1"}}
    )
    Employee.objects.filter(pk=cast.frank.pk).update(status=EmployeeStatus.LEFT)
    Employee.objects.filter(pk=cast.erin.pk).update(email="")
    return provider


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('userName eq "DAVE-MAIL"', ["dave"]),
        ('UserName Eq "DAVE-MAIL"', ["dave"]),
        (f'{USER}:userName sw "DAVE-START"', ["dave"]),
        ('userName eq "ERIN-NUMBER"', ["erin"]),
        ('userName eq ""', []),
        ('externalId eq "Ext-1"', ["dave"]),
        ('externalId eq "ext-1"', []),
        ('id eq "DAVE-ID"', ["dave"]),
        ('id eq "nobody"', []),
        ('emails eq "DAVE-MAIL"', ["dave"]),
        ('emails.value co "DAVE-START"', ["dave"]),
        ('emails[type eq "work" and value eq "DAVE-MAIL"]', ["dave"]),
        ('emails[type eq "work"].value eq "DAVE-MAIL"', ["dave"]),
        ('emails[type eq "home"]', []),
        ("not (emails pr)", ["erin"]),
        ("emails eq null", ["erin"]),
        ("active eq false", ["frank"]),
        ('active eq "False"', ["frank"]),
        ("active ne true", ["frank"]),
        ("title pr", ["dave"]),
        ('title co "GUIDE" and userName pr', ["dave"]),
        ('title eq "x" or title ew "guide"', ["dave"]),
        ('name.familyName eq "DAVE-LAST"', ["dave"]),
        ('name.givenName eq "dave"', ["dave"]),
        ('displayName eq "DAVE-NAME"', ["dave"]),
        (f'{ENTERPRISE}:employeeNumber eq "DAVE-NUMBER"', ["dave"]),
        (f'{ENTERPRISE}:department eq "north"', ["carol", "dave"]),
        (f'{ENTERPRISE}:manager eq "CAROL-ID"', ["dave"]),
        (f'{ENTERPRISE}:manager.value eq "CAROL-ID"', ["dave"]),
        ('groups.value eq "nobody"', []),
        ('meta.lastModified lt "2011-05-13T04:42:34Z"', []),
    ],
)
def test_a_filter_finds(cast, office, text, names):
    dave, erin = cast.dave, cast.erin
    for word, value in {
        "DAVE-MAIL": dave.email.upper(),
        "DAVE-START": dave.email[:6],
        "DAVE-LAST": dave.last_name.lower(),
        "DAVE-NAME": str(dave),
        "DAVE-NUMBER": dave.number,
        "DAVE-ID": str(dave.public_id),
        "CAROL-ID": str(cast.carol.public_id),
        "ERIN-NUMBER": erin.number,
    }.items():
        text = text.replace(word, value)
    assert sorted(office.find(text)) == sorted(str(cast.people[name]) for name in names)


def test_everybody_changed_since_is_found(cast, office):
    assert len(office.find('meta.lastModified ge "2011-05-13T04:42:34Z"')) == len(cast.people)
    later = timezone.now().replace(year=2100).isoformat()
    assert office.find(f'meta.lastModified gt "{later}"') == []


def test_what_a_text_means_is_not_a_pattern(cast, office):
    assert office.find('title co "%"') == []
    assert office.find('title sw "_our"') == []
    assert office.find("""title eq "' OR 1=1 --" """) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "userName",
        'userName eq "x',
        'userName is "x"',
        'nickName eq "x"',
        'title gt "a"',
        'id sw "a"',
        f'{ENTERPRISE}:organization eq "Acme"',
        'meta.lastModified gt "yesterday"',
        "userName eq 5",
        r'userName eq "\ud800"',
        r'id eq "\ud800"',
        "(" * 5000,
        "not (" * 40 + "title pr" + ")" * 40,
        " or ".join(['title eq "x"'] * 200),
    ],
)
def test_a_filter_that_means_nothing_or_too_much_is_refused(office, text):
    answer = office.get("/Users", {"filter": text})
    assert answer.status_code == 400, answer.content
    assert answer.json()["scimType"] == "invalidFilter"


def test_pages_are_cut_and_counted(cast, office):
    everybody = office.get("/Users").json()
    total = len(cast.people)
    assert (everybody["totalResults"], everybody["itemsPerPage"]) == (total, total)
    ids = [one["id"] for one in everybody["Resources"]]
    page = office.get("/Users", {"startIndex": 3, "count": 2}).json()
    assert [one["id"] for one in page["Resources"]] == ids[2:4]
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (total, 3, 2)
    for start, count, size in (
        (0, 1, 1),
        (1, 0, 0),
        (1, -5, 0),
        (10**30, 5, 0),
        (1, 10**30, total),
    ):
        page = office.get("/Users", {"startIndex": start, "count": count})
        assert page.status_code == 200, page.content
        assert (page.json()["totalResults"], page.json()["itemsPerPage"]) == (total, size)
    assert office.get("/Users", {"count": "many"}).status_code == 400


def test_people_come_in_the_order_that_is_asked_for(cast, office):
    def names(**order):
        page = office.get("/Users", {"attributes": "name.familyName", **order}).json()
        return [one["name"]["familyName"] for one in page["Resources"]]

    last = sorted(person.last_name for person in cast.people.values())
    assert names(sortBy="name.familyName") == last
    assert names(sortBy="name.familyName", sortOrder="descending") == last[::-1]
    assert office.get("/Users", {"sortBy": "nickName"}).status_code == 400


def test_attributes_are_chosen_or_left_out(cast, office):
    one = office.get(f"/Users/{cast.dave.public_id}", {"attributes": "userName,title"}).json()
    assert set(one) == {"schemas", "id", "userName", "title"}
    one = office.get(
        f"/Users/{cast.dave.public_id}", {"excludedAttributes": "userName,name"}
    ).json()
    assert "name" not in one
    assert "title" in one


@pytest.mark.parametrize("path", ["/.search", "/Users/.search", "/Groups/.search"])
def test_a_search_is_posted(cast, office, path):
    body = {"schemas": [SEARCH], "filter": 'displayName sw "dave"', "attributes": ["displayName"]}
    answer = office.send("POST", path, body)
    assert answer.status_code == 200, answer.content
    names = [one["displayName"] for one in answer.json()["Resources"] or []]
    assert names == ([] if path.startswith("/Groups") else [str(cast.dave)])


def test_the_root_lists_users_and_then_groups(cast, office):
    users, groups = (office.get(path).json() for path in ("/Users", "/Groups"))
    both = office.get("/").json()
    assert both["totalResults"] == users["totalResults"] + groups["totalResults"]
    ids = [one["id"] for kind in (users, groups) for one in kind["Resources"]]
    assert [one["id"] for one in both["Resources"]] == ids
    start = users["totalResults"]
    page = office.get(f"/?startIndex={start}&count=2").json()
    assert [one["id"] for one in page["Resources"]] == ids[start - 1 : start + 1]
    assert (
        office.get("/?filter=" + quote('userName pr and displayName co "dave"')).json()[
            "totalResults"
        ]
        == 1
    )
    assert office.get("/?sortBy=displayName").status_code == 400
