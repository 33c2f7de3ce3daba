# SPDX-License-Identifier: AGPL-3.0-or-later
"""The vocabulary of `class Data`: every field of every model belongs to exactly one block of data."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import Field, Model

from casemanagement.fields import SealField
from casemanagement.words import PlainWords
from permissions.rights import Right

BLOCKS = ("frame", "identity", "protected", "sensitive", "file", "confidential")
READING = {
    "frame": Right.READ_FRAME,
    "identity": Right.READ_IDENTITY,
    "protected": Right.READ_PROTECTED_ADDRESS,
    "sensitive": Right.READ_SENSITIVE,
    "file": Right.READ_FILE,
    "confidential": Right.READ_CONFIDENTIAL,
}
OWN_PACKAGES = ("permissions", "casemanagement", "workflows", "indicators")


def blocks_of(model: type[Model]) -> dict[str, str]:
    """Field name → block, as the model declares it."""
    data = getattr(model, "Data", None)
    return {field: block for block in BLOCKS for field in getattr(data, block, ())}


def reading(model: type[Model], field: str) -> Right:
    """The right that whoever reads this field of the model needs."""
    return READING[blocks_of(model)[field]]


def unclassified(model: type[Model]) -> list[str]:
    """What is wrong with the declaration of one model; empty when it is complete."""
    data = getattr(model, "Data", None)
    if data is None:
        return ["has no class Data"]
    declared = Counter(field for block in BLOCKS for field in getattr(data, block, ()))
    own = {field.name for field in model._meta.local_fields if _is_data(field)}
    problems = [f"{name} is in no block" for name in sorted(own - declared.keys())]
    problems += [f"{name} is no field" for name in sorted(declared.keys() - own)]
    problems += [f"{name} is in {count} blocks" for name, count in declared.items() if count > 1]
    unknown = {name for name in vars(data) if not name.startswith("_")} - set(BLOCKS)
    return problems + [f"{name} is no block" for name in sorted(unknown)]


def _is_data(field: "Field[Any, Any]") -> bool:
    """An id says nothing, nor does the seal that encrypted values are bound to, nor the old column of sealed words."""
    return not isinstance(field, (SealField, PlainWords)) and (not field.primary_key or field.is_relation)


@register()
def every_field_has_a_block(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"{model._meta.label}: {problem}", id="casemanagement.E001")
        for model in apps.get_models()
        if model._meta.app_label in OWN_PACKAGES and not model._meta.proxy
        for problem in unclassified(model)
    ]
