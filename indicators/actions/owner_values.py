# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the owner of a measure reports; a correction is a new row with its own date and source."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import OwnerValue, PlanIndicator
from permissions import clock
from permissions.actor import Actor, NotPermitted
from permissions.hats import Hat

HUNDRED = Decimal(100)


@transaction.atomic
def enter_owner_value(
    indicator: PlanIndicator, *, value: Decimal, as_of: dt.date, source: str, by: Actor
) -> OwnerValue:
    if by.person is None or by.hat is not Hat.CTR:
        raise NotPermitted("Values of the plan are entered by the controlling.")
    if as_of > clock.today():
        raise ValidationError({"as_of": _("Der Stand liegt in der Zukunft.")})
    if indicator.is_proportion and value > HUNDRED:
        raise ValidationError({"value": _("Ein Anteil kann nicht über 100 % liegen.")})
    entered = OwnerValue(
        indicator=indicator, value=value, as_of=as_of, source=source.strip(), entered_by=by.person
    )
    entered.clean_fields()
    entered.save(force_insert=True)
    return entered
