"""Files of role profiles: comparing what they ask for with what is stored, and writing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from employees.imports import roles_csv, roles_esco, roles_gdad, roles_onet
from employees.imports.roles_stored import RequirementValues, SkillPlace, skill_places, stored_roles
from employees.imports.rows import RequirementRow, RoleFile
from employees.services.role_content import RequirementWrite, RoleWrite, StoredRole, write_roles
from skillmap.core.enums import ImportKind, RowAction
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.levels import update_levels
from skillmap.core.imports.plan import Change, Plan, Turn
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.mapping import NO_SPECIAL_RULES
from skills.models import Framework

FOLDER_READERS = {
    "esco": roles_esco.read_roles,
    "onet": roles_onet.read_roles,
    "gdad": roles_gdad.read_roles,
}
FORMATS = ("csv", *FOLDER_READERS)


@dataclass(slots=True)
class RolePlan(Plan):
    """What a file of roles would do; its changes take effect on the day `on`."""

    writes: list[RoleWrite] = field(default_factory=list)
    on: date = date.min


class RoleImporter:
    """Files of role profiles. `Incoming.extra` may name the day they take effect, `valid_from`."""

    kind = ImportKind.ROLES
    fields = roles_csv.FIELDS
    special = NO_SPECIAL_RULES

    def plan(self, incoming: Incoming) -> RolePlan:
        """Compare the roles of a file with the stored ones; raises `FileRefused`."""
        file = _read(incoming)
        on = incoming.extra.get("valid_from") or timezone.localdate(incoming.now)
        plan = RolePlan(faults=list(file.parsed.faults), on=on)
        comparison = _Comparison(plan, file)
        for rows in _by_role(file.parsed.rows).values():
            comparison.add_role(rows)
        comparison.tell_of_faulty()
        comparison.finish()
        return plan

    def apply(self, plan: RolePlan, turn: Turn) -> None:
        """Write the roles. The levels of those who hold one follow."""
        write_roles(writes=plan.writes, on=plan.on)
        if any(write.stored for write in plan.writes):
            update_levels(turn)

    def undo(self, turn: Turn) -> None:
        """History knows all about roles; levels follow."""
        update_levels(turn)


def _read(incoming: Incoming) -> RoleFile:
    if incoming.format == "csv":
        mapping = incoming.column_map(roles_csv.COLUMNS)
        return roles_csv.read_roles(incoming.sheet(), mapping)
    return FOLDER_READERS[incoming.format](incoming.folder())


def _by_role(rows: Sequence[RequirementRow]) -> dict[str, list[RequirementRow]]:
    found: dict[str, list[RequirementRow]] = defaultdict(list)
    for row in rows:
        found[row.role_code].append(row)
    return found


@dataclass(slots=True)
class _Draft:
    """A role on its way: what the file says of it so far."""

    code: str
    stored: StoredRole | None
    first: int
    values: dict[str, Any]
    situations: frozenset[str]
    lines: dict[str, RequirementWrite]
    before: Mapping[str, RequirementValues]
    changed: bool


class _Comparison:
    """The roles of one file beside the stored ones."""

    def __init__(self, plan: RolePlan, file: RoleFile) -> None:
        rows = [*file.parsed.rows, *file.parsed.faulty]
        self.plan, self.file = plan, file
        self.own = "role_code" in file.parsed.columns
        self.skills = skill_places({row.skill_code for row in rows}, file.framework)
        self.stored, self.asked = stored_roles({row.role_code for row in rows})
        self.framework = Framework.objects.filter(code=file.framework).first()
        self.drafts: list[_Draft] = []

    def add_role(self, rows: Sequence[RequirementRow]) -> None:
        """Compare one role; `rows` are all of its rows."""
        stored = self.stored.get(rows[0].role_code)
        accepted = [row for row in rows if not self._rejected(row, rows[0], stored)]
        if not accepted:
            return
        accepted = self._of_survivors(accepted)
        values, changes = self._profile(accepted, stored)
        before = self.asked.get(accepted[0].role_code, {})
        draft = _Draft(
            accepted[0].role_code, stored, accepted[0].number, values,
            frozenset(values["situations"]), {}, before, changed=bool(changes),
        )  # fmt: skip
        for row in accepted:
            self._add_line(draft, row, changes if row is accepted[0] else {})
        self.drafts.append(draft)

    def _of_survivors(self, rows: Sequence[RequirementRow]) -> list[RequirementRow]:
        """The rows under the codes of the skills they mean, once each.

        A file may still name two skills that were merged; it asks for the stricter of both.
        """
        found: dict[str, RequirementRow] = {}
        for row in rows:
            place = self.skills[row.skill_code]
            self.skills.setdefault(place.code, place)
            before = found.get(place.code)
            self.plan.unchanged += before is not None
            wanted = replace(row, skill_code=place.code)
            found[place.code] = before.joined(wanted) if before else wanted
        return list(found.values())

    def tell_of_faulty(self) -> None:
        """Name what else is wrong with rows that are rejected already."""
        for row in self.file.parsed.faulty:
            self.plan.faults += self._faults(row, row, self.stored.get(row.role_code))

    def finish(self) -> None:
        """Decide what is no longer asked for; a file with rejected rows takes nothing away."""
        takes_away = not self.plan.counts()["rejected"]
        for draft in self.drafts:
            gone = [code for code in draft.before if code not in draft.lines]
            if not takes_away:
                draft.lines |= {code: draft.before[code].as_write() for code in gone}
            for code in gone if takes_away else ():
                level = draft.before[code].required_level
                change = {"required_level": (level, None)}
                key = f"{draft.code} / {code}"
                self.plan.changes.append(Change(draft.first, RowAction.UPDATE, key, change))
            self._write(draft, asked_anew=takes_away and bool(gone))

    def _write(self, draft: _Draft, *, asked_anew: bool) -> None:
        before = {code: line.as_write() for code, line in draft.before.items()}
        asked_anew = asked_anew or before != draft.lines or draft.stored is None
        if draft.changed or asked_anew:
            lines = list(draft.lines.values()) if asked_anew else None
            self.plan.writes.append(
                RoleWrite(draft.code, draft.stored, draft.values, draft.situations, lines)
            )

    def _profile(
        self, rows: Sequence[RequirementRow], stored: StoredRole | None
    ) -> tuple[dict[str, Any], dict[str, tuple[Any, Any]]]:
        """Return the role's columns from now on, and what changes about a stored one."""
        first = rows[0]
        wanted: dict[str, Any] = {"name": first.role}
        if first.family or "family" in self.file.parsed.columns:
            wanted["family"] = first.family
        if first.description:
            wanted["description"] = first.description
        if "situations" in self.file.parsed.columns:
            names = {name for row in rows for name in row.situations}
            wanted["situations"] = sorted(names)
        blank = {"family": "", "description": "", "situations": []}
        framework = {"framework_id": self.framework.pk if self.framework else None}
        if stored is None:
            return {**blank, **framework, **wanted}, {}
        before = {**stored.values, "situations": sorted(stored.situations)}
        changes = {
            name: (before[name], value) for name, value in wanted.items() if before[name] != value
        }
        return {**before, **wanted}, changes

    def _add_line(
        self, draft: _Draft, row: RequirementRow, profile: Mapping[str, tuple[Any, Any]]
    ) -> None:
        """Note one requirement; changes of the role itself show on its first row."""
        place = self.skills[row.skill_code]
        before = draft.before.get(row.skill_code)
        wanted = self._wanted(row, before)
        stored = before.shown() if before else None
        shown = {name: wanted[name] for name in ("required_level", "importance", "essential")}
        if stored is not None and profile:
            stored |= {name: old for name, (old, _new) in profile.items()}
            shown |= {name: new for name, (_old, new) in profile.items()}
        self.plan.add(row.number, f"{row.role_code} / {row.skill_code}", stored, shown)
        draft.lines[row.skill_code] = RequirementWrite(
            skill_id=place.id,
            required_level=row.required_level,
            required_common=place.to_common(row.required_level),
            **{name: wanted[name] for name in ("importance", "essential", "assumed")},
        )

    def _wanted(self, row: RequirementRow, before: RequirementValues | None) -> dict[str, Any]:
        """Return what the row asks; columns that our own layout leaves out stay as they are."""
        wanted = {
            "required_level": row.required_level,
            "importance": row.importance,
            "essential": row.essential,
            "assumed": row.assumed,
        }
        if self.own and before is not None:
            if "importance" not in self.file.parsed.columns:
                wanted |= {"importance": before.importance, "assumed": before.assumed}
            if "essential" not in self.file.parsed.columns:
                wanted["essential"] = before.essential
        return wanted

    def _rejected(
        self, row: RequirementRow, first: RequirementRow, stored: StoredRole | None
    ) -> bool:
        found = self._faults(row, first, stored)
        self.plan.faults += found
        return bool(found)

    def _faults(
        self, row: RequirementRow, first: RequirementRow, stored: StoredRole | None
    ) -> list[Fault]:
        """Everything wrong with a row; empty cells of a faulty one have been told already."""
        place = self.skills.get(row.skill_code)
        fault = partial(self.file.parsed.fault, row.number)
        found = []
        if place is None and row.skill_code:
            sentence = _("There is no skill of this code.")
            found.append(fault("skill_code", row.skill_code, "unknown_skill", sentence))
        if place and row.required_level is not None and not place.holds(row.required_level):
            found.append(self._off_scale(row, place))
        if (row.role, row.family) != (first.role, first.family):
            sentence = _("Row %(first)d gives this role another name or family.")
            words = sentence % {"first": first.number}
            found.append(fault("role", row.role, "conflicting_value", words))
        last = stored.last if stored else None
        if last and last.valid.lower and last.valid.lower > self.plan.on:
            sentence = _("A version of this role starts later already.")
            found.append(fault("role_code", row.role_code, "later_version", sentence))
        return found

    def _off_scale(self, row: RequirementRow, place: SkillPlace) -> Fault:
        bounds = {"low": place.zero, "high": place.top}
        sentence = _("The level must be above %(low)d and at most %(high)d.") % bounds
        level: Decimal = row.required_level
        return self.file.parsed.fault(row.number, "required_level", level, "off_scale", sentence)
