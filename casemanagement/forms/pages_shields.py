# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of what shields a case: emergency, conflict of interest, named people, restriction, do not inform."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.actions.emergencies import reasons_for
from casemanagement.actions.restrictions import owes_word
from casemanagement.choices import EmergencyReview, ListGround, RestrictionGround
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import BirthDateField, GermanDateField
from casemanagement.forms.pages_edit import BLANK, EditForm
from casemanagement.forms.pages_search import NAME_LENGTH
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Membership, Organisation, User
from permissions.roles import Role

# Grounds that follow from a deed elsewhere and are not chosen by hand.
GROUNDS = [
    choice
    for choice in RestrictionGround.choices
    if choice[0] not in (RestrictionGround.REVOKED, RestrictionGround.CLOSED)
]


def _today() -> Any:
    return clock.today()


class Emergency(forms.Form):
    """Exactly one case, and why."""

    mark_optional = False
    fieldsets = (
        (_("Welche Akte?"), ["number", ("given_name", "family_name"), "birth_date"]),
        (_("Warum?"), ["reason", "text", "reference"]),
    )

    number = forms.CharField(
        label=_("Fallnummer"), required=False, max_length=12, help_text=_("Oder Name und Geburtsdatum, genau")
    )
    given_name = forms.CharField(label=_("Vorname"), required=False, max_length=NAME_LENGTH)
    family_name = forms.CharField(label=_("Familienname"), required=False, max_length=NAME_LENGTH)
    birth_date = BirthDateField(label=_("Geburtsdatum"), required=False)
    reason = forms.ChoiceField(
        label=_("Anlass"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte nennen Sie den Anlass.")},
    )
    text = note(
        _("Was ist passiert?"),
        required=True,
        rows=3,
        max_length=1000,
    )
    reference = forms.CharField(
        label=_("Beschwerde oder Vorfall"),
        required=False,
        max_length=100,
        help_text=_("Aktenzeichen oder Datum, ohne Namen"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(one.value, one.label) for one in reasons_for(actor.hat)]  # type: ignore[attr-defined]
        if actor.hat is not Hat.DSB:
            del self.fields["reference"]
            self.fieldsets = (self.fieldsets[0], (self.fieldsets[1][0], ["reason", "text"]))


class EmergencyExtension(forms.Form):
    hours = forms.TypedChoiceField(
        label=_("Um wie viele Stunden?"),
        coerce=int,
        choices=[(4, _("4 Stunden")), (8, _("8 Stunden")), (20, _("20 Stunden"))],
    )
    text = note(_("Warum reicht die Zeit nicht?"), required=True, rows=3, max_length=1000)


class EmergencyVerdict(forms.Form):
    """What the officer found."""

    result = forms.ChoiceField(
        label=_("Ergebnis"),
        choices=EmergencyReview.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte sagen Sie, ob der Zugriff berechtigt war.")},
    )
    note = note(_("Vermerk"), required=True, rows=3, max_length=1000)


class ConflictDeclared(EditForm):
    note = note(_("Erläuterung für die Koordination"), required=False, rows=3, max_length=500)


class Avoided(forms.Form):
    """Somebody whose case one must never see."""

    fieldsets = (("", [("given_name", "family_name"), "birth_date"]),)

    given_name = forms.CharField(label=_("Vorname"), max_length=NAME_LENGTH)
    family_name = forms.CharField(label=_("Familienname"), max_length=NAME_LENGTH)
    birth_date = BirthDateField(
        label=_("Geburtsdatum"),
        required=False,
        help_text=_("Wenn Sie es kennen: dann trifft der Eintrag niemanden, der nur gleich heißt."),
    )


class NamedOnly(EditForm):
    """A list begins with its ground and its people."""

    ground = forms.ChoiceField(label=_("Grund"), choices=BLANK + ListGround.choices)
    employer = forms.ModelChoiceField(
        label=_("Klient*in arbeitet bei"), required=False, queryset=Organisation.objects.none()
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Wer sieht den Fall weiterhin?"),
        required=False,
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Sie selbst sind immer dabei; wer den Fall heute führt, ist schon angekreuzt. Alle anderen sehen den "
            "Fall nicht mehr, auch Vertretungen nicht."
        ),
    )
    note = note(_("Erläuterung"), required=False, rows=2, max_length=500)

    def prepare(self) -> None:
        self.fields["employer"].queryset = Organisation.objects.filter(kommune=self.case.kommune_id).order_by(  # type: ignore[attr-defined]
            "short_name"
        )
        self.fields["people"].queryset = staff_of(self.case.kommune_id)  # type: ignore[attr-defined]
        # Forgotten, the list would take the case from whoever works on it.
        if responsible := self.case.responsible(clock.today()):
            self.fields["people"].initial = [responsible.person_id]


class OneMore(EditForm):
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=_("bitte wählen")
    )

    def prepare(self) -> None:
        known = self.case.named_people.filter(ended_at__isnull=True).values("person")
        self.fields["person"].queryset = staff_of(self.case.kommune_id).exclude(pk__in=known)  # type: ignore[attr-defined]


def staff_of(kommune_id: int) -> Any:
    """Who leads cases or supervises them in this municipality."""
    members = Membership.objects.valid_on(clock.today()).filter(
        role__in=[Role.CASE_MANAGEMENT, Role.FACHAUFSICHT], organisation__kommune=kommune_id
    )
    return User.objects.filter(is_active=True, pk__in=members.values("person")).order_by("display_name")


class Restricted(EditForm):
    ground = forms.ChoiceField(label=_("Grund"), choices=BLANK + GROUNDS)
    note = note(_("Erläuterung"), required=True, rows=3, max_length=1000)


class Unrestricted(EditForm):
    informed_on = GermanDateField(
        label=_("Klient*in unterrichtet am"),
        latest=_today,
        error_messages={
            "required": _(
                "Vor der Aufhebung erfährt es die Klientin oder der Klient: Bitte nennen Sie den Tag."
            )
        },
        help_text=_(
            "Wer die Einschränkung erwirkt hat, erfährt von der Aufhebung vorher (Art. 18 Abs. 3 DSGVO)."
        ),
    )
    note = note(_("Warum darf wieder verarbeitet werden?"), required=True, rows=3, max_length=1000)

    def prepare(self) -> None:
        standing = self.case.restrictions.filter(lifted_at__isnull=True).first()
        if standing is None or not owes_word(standing):
            del self.fields["informed_on"]


class Informed(EditForm):
    """The client knows that the restriction is about to end."""

    informed_on = GermanDateField(
        label=_("Unterrichtet am"),
        initial=_today,
        latest=_today,
        help_text=_("Wie, steht in der Notiz zum Kontakt."),
    )


class DoNotInform(EditForm):
    words = forms.CharField(
        label=_("Name oder Beschreibung"),
        max_length=400,
        help_text=_(
            "Zuerst Vor- und Familienname, nach einem Komma alles andere: So wird sie bei neuen Meldungen "
            "erkannt, ohne dass jemand diesen Eintrag sieht."
        ),
    )
    relation = forms.CharField(
        label=_("Beziehung zur Klientin oder zum Klienten"), required=False, max_length=200
    )
