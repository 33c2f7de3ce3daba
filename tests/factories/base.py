# SPDX-License-Identifier: AGPL-3.0-or-later
"""Factories set the stage: they write as the owner, whoever acts in the test itself."""

from typing import Any

import factory
from django.db import transaction

from permissions.actor import acting_in_role
from permissions.database.roles import OWNER


class StageFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _generate(cls, strategy: Any, params: dict[str, Any]) -> Any:
        with transaction.atomic(), acting_in_role(OWNER):
            return super()._generate(strategy, params)
