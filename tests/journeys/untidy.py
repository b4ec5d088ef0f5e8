"""A file of people as an HR department really has one: 120 rows, untidy on purpose."""

from io import StringIO

HEADER = (
    "Personalnr;Vorname;Nachname;E-Mail-Adresse;Abteilung;Stelle;Vorgesetzter;Eintritt;Standort;"
    "Zustand;Kostenstelle"
)
FIRST = ("Ana", "Björn", "Çelik", "Dörte", "Élise", "Frank", "Gülay", "Hans", "Ines", "Jörg")
LAST = ("Müller", "Groß", "Weiß", "Schäfer", "Köhler", "Böhm", "Jäger", "Krüger", "Süß", "Vogt")
TITLES = {  # as they stand in the file, and the role of the starter library that is meant
    "Kundenberaterin": "Customer success manager",
    "Customer succes manager": "Customer success manager",
    "Abt.-Leiter": "New manager",
    "Lagerist": "",
}
PEOPLE = 120
REJECTED = {  # by row of the spreadsheet: what is wrong with it
    31: "bad_date",
    47: "duplicate_row",
    63: "unknown_manager",
    79: "bad_email",
    95: "missing_value",
    111: "unmapped_value",
}


def untidy_people() -> bytes:
    """The file: semicolons, Windows-1252, German headers, faults, blank rows at the end."""
    text = StringIO()
    text.write(HEADER + "\r\n")
    for row in range(2, PEOPLE + 2):
        text.write(";".join(_person(row)) + "\r\n")
    text.write((";" * HEADER.count(";") + "\r\n") * 5)
    return text.getvalue().encode("cp1252")


def _person(row: int) -> list[str]:
    number = f"{row + 998:05}"
    first, last = FIRST[row % 10], LAST[row // 10 % 10]
    cells = {
        "number": number,
        "first": first,
        "last": last,
        "mail": f"p{number}@kessel.example",
        "unit": ("Vertrieb", "Service", "Lager")[row % 3],
        "title": tuple(TITLES)[row % 4],
        "manager": "" if row == 2 else "01000",
        "since": f"{row % 27 + 1:02}.0{row % 9 + 1}.2024",
        "site": "Köln",
        "state": "aktiv" if row % 20 else "beurlaubt",
        "cost": "=SUMME(A1:A9)" if row % 7 == 0 else f"K{row}",
    }
    return list((cells | _fault(row)).values())


def _fault(row: int) -> dict[str, str]:
    return {
        31: {"since": "31.02.2024"},
        47: {"number": "01044"},
        63: {"manager": "99999"},
        79: {"mail": "niemand"},
        95: {"last": " "},
        111: {"state": "???"},
    }.get(row, {})
