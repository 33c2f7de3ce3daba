# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of the registers: breaches of data protection, and complaints."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices.requests import BreachKind, BreachRisk, ComplaintState, ComplaintSubject
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import BLANK
from casemanagement.models import Case, DataBreach
from casemanagement.validators import NOTE_LENGTH
from permissions import clock
from permissions.actor import Actor
from permissions.models import Membership, User
from permissions.rights import Right
from permissions.roles import Role

TIME = "%H:%M"


def _today() -> Any:
    return clock.today()


class MomentFields(forms.Form):
    """A day and a time of that day, as one moment in Bielefeld."""

    def clean(self) -> dict[str, Any]:
        """A time without its day would be lost unseen."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in [field.removesuffix("_time") for field in self.fields if field.endswith("_time")]:
            if cleaned.get(f"{name}_time") and f"{name}_on" in cleaned and not cleaned[f"{name}_on"]:
                self.add_error(f"{name}_on", _("Bitte nennen Sie auch den Tag."))
        return cleaned

    def moment(self, name: str) -> dt.datetime | None:
        day, time = self.cleaned_data.get(f"{name}_on"), self.cleaned_data.get(f"{name}_time")
        return dt.datetime.combine(day, time or dt.time(), clock.BERLIN) if day else None


class NewBreach(MomentFields):
    kind = forms.ChoiceField(label=_("Was ist geschehen?"), choices=BLANK + BreachKind.choices)
    description = note(
        _("Beschreibung"),
        required=True,
        rows=4,
        max_length=NOTE_LENGTH,
        help_text=_(
            "Was, wo, welche Daten. Es geht um den Vorfall, nicht um die Leistung von Beschäftigten."
        ),
    )
    happened_on = GermanDateField(label=_("Geschehen am"), required=False, latest=_today, help_text="")
    happened_time = forms.TimeField(label=_("um"), required=False, input_formats=[TIME])
    known_on = GermanDateField(label=_("Bekannt geworden am"), initial=_today, latest=_today, help_text="")
    known_time = forms.TimeField(
        label=_("um"), input_formats=[TIME], help_text=_("Ab diesem Augenblick laufen die 72 Stunden.")
    )
    affected = forms.IntegerField(label=_("Betroffene Personen (geschätzt)"), required=False, min_value=0)

    def deed(self) -> dict[str, Any]:
        known = {name: self.cleaned_data[name] for name in ("kind", "description", "affected")}
        return known | {"known_at": self.moment("known"), "happened_at": self.moment("happened")}


class BreachState(MomentFields):
    risk = forms.ChoiceField(label=_("Risiko für die Betroffenen"), choices=BreachRisk.choices)
    risk_reason = note(_("Begründung"), required=False, rows=3, max_length=NOTE_LENGTH)
    reported_on = GermanDateField(
        label=_("Der Aufsichtsbehörde gemeldet am"), required=False, latest=_today, help_text=""
    )
    reported_time = forms.TimeField(label=_("um"), required=False, input_formats=[TIME])
    delay_reason = note(
        _("Grund, falls später als 72 Stunden"), required=False, rows=2, max_length=NOTE_LENGTH
    )
    informed_on = GermanDateField(
        label=_("Betroffene unterrichtet am"), required=False, latest=_today, help_text=""
    )
    measures = note(_("Maßnahmen"), required=False, rows=3, max_length=NOTE_LENGTH)
    is_closed = forms.BooleanField(label=_("Abgeschlossen"), required=False)

    @classmethod
    def of(cls, breach: DataBreach, data: Any = None) -> "BreachState":
        shown = {
            name: getattr(breach, name)
            for name in ("risk", "risk_reason", "delay_reason", "informed_on", "measures")
        }
        if breach.reported_at:
            at = breach.reported_at.astimezone(clock.BERLIN)
            shown |= {"reported_on": at.date(), "reported_time": at.time().replace(second=0, microsecond=0)}
        return cls(data, initial=shown)

    def deed(self) -> dict[str, Any]:
        names = ("risk", "risk_reason", "delay_reason", "informed_on", "measures")
        closed = clock.today() if self.cleaned_data["is_closed"] else None
        known = {name: self.cleaned_data[name] for name in names}
        return known | {"reported_at": self.moment("reported"), "closed_on": closed}


class NewComplaint(forms.Form):
    """Anybody in a hat may take a complaint down; where it goes follows from what it is about."""

    subject = forms.ChoiceField(
        label=_("Worüber?"),
        choices=BLANK + ComplaintSubject.choices,
        help_text=_(
            "Fachliche Arbeit: an die Koordination. Verhalten: an den Anstellungsträger. "
            "Koordination: an Amtsleitung und Datenschutz."
        ),
    )
    number = forms.CharField(
        label=_("Fallnummer"), required=False, max_length=12, help_text=_("Nur bei der fachlichen Arbeit.")
    )
    about = forms.ModelChoiceField(
        label=_("Über wen?"),
        queryset=User.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("Beim Verhalten nötig."),
    )
    text = note(_("Beschwerde, in den Worten der Person"), required=True, rows=6, max_length=NOTE_LENGTH)
    contact = forms.CharField(
        label=_("Antwort an"),
        required=False,
        max_length=300,
        help_text=_("Wie die Person erreicht werden will."),
    )
    received_on = GermanDateField(label=_("Eingegangen am"), initial=_today, latest=_today, help_text="")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        members = Membership.objects.valid_on(clock.today()).filter(
            role__in=[Role.CASE_MANAGEMENT, Role.FACHAUFSICHT]
        )
        field: Any = self.fields["about"]
        field.queryset = User.objects.filter(pk__in=members.values("person")).order_by("display_name")

    def clean_number(self) -> Case | None:
        number = self.cleaned_data["number"].strip()
        if not number:
            return None
        case = Case.objects.permitted(self.actor, Right.READ_FRAME).filter(number=number).first()
        if case is None:
            raise forms.ValidationError(_("Diesen Fall gibt es nicht, oder Sie dürfen ihn nicht sehen."))
        return case

    def deed(self) -> dict[str, Any]:
        answers = dict(self.cleaned_data)
        return answers | {"case": answers.pop("number")}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (
            cleaned.get("subject") == ComplaintSubject.CONTENT
            and "number" in cleaned
            and not cleaned["number"]
        ):
            self.add_error("number", _("Bitte nennen Sie den Fall."))
        return cleaned


class ComplaintAnswer(forms.Form):
    """What became of it."""

    state = forms.ChoiceField(label=_("Stand"), choices=ComplaintState.choices)
    answer = note(_("Antwort an die Person"), required=False, rows=4, max_length=NOTE_LENGTH)

    def deed(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
