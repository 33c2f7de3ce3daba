# SPDX-License-Identifier: AGPL-3.0-or-later
"""Of which municipality somebody keeps the rules, the lists and the directory."""

from django.db.models import QuerySet

from permissions.duties import coordinated_by
from permissions.models import Kommune, User


def coordinated(person: User) -> QuerySet[Kommune]:
    """Where this person has the Fachaufsicht; whoever only stands in for her has none."""
    return Kommune.objects.filter(pk__in=coordinated_by(person).values("kommune")).order_by("pk")
