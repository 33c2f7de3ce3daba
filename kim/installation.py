# SPDX-License-Identifier: AGPL-3.0-or-later
"""Brings a municipality's organisations and posts from a file into the database; repeating it changes nothing."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from casemanagement import programme_entries, retention_schedule
from permissions import actions
from permissions.actor import Actor
from permissions.models import Kommune, Organisation, Post
from permissions.roles import Role

BIELEFELD = Path(__file__).parent / "kommunen" / "bielefeld.toml"


class InstallationError(Exception):
    """The file cannot be used; the text is one clear sentence for the operator."""


@dataclass(frozen=True)
class Installed:
    """What was found or made."""

    kommune: Kommune
    organisations: dict[str, Organisation]


def install(path: Path) -> Installed:
    """Create or refresh municipality, organisations and posts as the file names them."""
    plan = _read(path)
    if wrong := mistakes(path, plan):
        raise InstallationError("\n".join(wrong))
    by = Actor.system()
    try:
        kommune = actions.add_kommune(plan["name"], plan["key"], by=by)
        organisations = {entry["code"]: _organisation(kommune, entry, by) for entry in plan["organisation"]}
        retention_schedule.add(plan.get("retention", []))
        programme_entries.bring(kommune, plan.get("programme", []))
    except (KeyError, ValueError, TypeError, ValidationError) as error:
        raise InstallationError(f"{path.name}: Angabe fehlt oder ist ungültig: {error}.") from error
    return Installed(kommune, organisations)


def mistakes(path: Path, plan: dict[str, Any] | None = None) -> list[str]:
    """What is wrong with the programmes of a municipality's file, as sentences."""
    entries = (_read(path) if plan is None else plan).get("programme", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return [f"{path.name}: Programme stehen je für sich unter [[programme]]."]
    return [f"{path.name}: {sentence}" for sentence in programme_entries.findings(entries)]


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InstallationError(f"{path} lässt sich nicht lesen.") from error
    except tomllib.TOMLDecodeError as error:
        raise InstallationError(f"{path.name} ist kein gültiges TOML: {error}") from error


def _organisation(kommune: Kommune, entry: dict[str, Any], by: Actor) -> Organisation:
    organisation = actions.add_organisation(
        kommune,
        code=entry["code"],
        name=entry["name"],
        short_name=entry["short_name"],
        kind=Organisation.Kind(entry["kind"]),
        by=by,
    )
    for post in entry["posts"]:
        _post(organisation, post, by)
    return organisation


def _post(organisation: Organisation, entry: dict[str, Any], by: Actor) -> None:
    if Post.objects.filter(organisation=organisation, title=entry["title"]).exists():
        return
    until: date | None = entry.get("valid_until")
    actions.add_post(
        organisation,
        role=Role(entry["role"]),
        title=entry["title"],
        vzae=Decimal(entry["vzae"]),
        valid_from=entry["valid_from"],
        valid_until=until,
        by=by,
    )
