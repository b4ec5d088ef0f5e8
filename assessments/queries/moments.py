"""When a computation looks: the facts of a day, as they were known at a time."""

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Moment:
    """The day whose facts count, and the time after which nothing recorded counts (None: now)."""

    as_of: dt.date
    known_at: dt.datetime | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What the fragments of this module refer to as %(as_of)s and %(known_at)s."""
        return {"as_of": self.as_of, "known_at": self.known_at}

    def table(self, name: str) -> str:
        """SQL for an audited table as it was known: the table, or its last events until then."""
        if self.known_at is None:
            return name
        return (
            f"(SELECT * FROM (SELECT DISTINCT ON (pgh_obj_id) * FROM {name}event"  # noqa: S608
            " WHERE pgh_created_at <= %(known_at)s ORDER BY pgh_obj_id, pgh_id DESC) AS version"
            " WHERE pgh_label <> 'delete')"
        )

    def evidence(self) -> str:
        """SQL for the standing evidence observed until the day, as it was known."""
        if self.known_at is None:
            recorded = retracted = ""
        else:
            recorded = " AND e.recorded_at <= %(known_at)s"
            retracted = " AND x.retracted_at <= %(known_at)s"
        return (
            "(SELECT e.* FROM assessments_evidence e WHERE e.observed_on <= %(as_of)s"  # noqa: S608
            f"{recorded} AND NOT EXISTS (SELECT FROM assessments_retraction x"
            f" WHERE x.evidence_id = e.id{retracted}))"
        )
