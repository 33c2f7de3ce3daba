# SPDX-License-Identifier: AGPL-3.0-or-later
"""What controlling enters for the owner of a measure."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.forms.dates import GermanDateField
from indicators.models import PlanIndicator
from indicators.models.plan import KindChoices
from permissions import clock


class OwnerValueForm(forms.Form):
    """A value, its date and its source; a milestone is reached or not."""

    value = forms.DecimalField(label=_("Wert"), min_value=0, max_digits=12, decimal_places=2, localize=True)
    as_of = GermanDateField(label=_("Stand"), latest=clock.today)
    source = forms.CharField(
        label=_("Quelle"),
        max_length=300,
        help_text=_("Zum Beispiel: Quartalsbericht des Jobcenters vom 5. Oktober"),
    )

    def __init__(self, *args: Any, indicator: PlanIndicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if indicator.kind == KindChoices.MILESTONE:
            self.fields["value"] = forms.TypedChoiceField(
                label=_("Stand der Sache"),
                choices=[("1", _("erreicht")), ("0", _("noch nicht erreicht"))],
                coerce=Decimal,
                widget=forms.RadioSelect,
            )
        else:
            self.fields["value"].help_text = indicator.unit
