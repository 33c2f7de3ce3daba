# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who the client is, where she lives, with whom, and her situation."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import clients, households
from casemanagement.choices import MeasureType
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_people import HouseholdConsent, HouseholdMember, Identity, Situation
from casemanagement.models import Case, ClientIdentity, ClientSituation, HouseholdPerson, ProtectedAddress
from casemanagement.views.base import CaseFormPage, CasePage
from casemanagement.views.entitlements import answers_for
from casemanagement.views.family_rows import members, other_cases
from casemanagement.views.situation_rows import situation_facts, status_course
from permissions.rights import Right
from permissions.web import attempt


class Household(CasePage):
    """Name, ways to reach the person, household."""

    right = Right.READ_IDENTITY
    block = "identity"
    tab = "household"
    title = gettext_lazy("Personendaten")
    template_name = "casemanagement/household.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self._person(self.protected),
            people=members(self.case, self.actor),
            other_cases=other_cases(self.case, self.header.identity, self.actor),
            protected=self.protected,
            **kwargs,
        )

    @cached_property
    def protected(self) -> ProtectedAddress | None:
        if Right.READ_PROTECTED_ADDRESS not in self.standing.rights:
            return None
        return ProtectedAddress.objects.filter(case=self.case).first()

    def shown_block(self) -> str:
        return "identity, protected" if self.protected else self.block

    def _person(self, protected: ProtectedAddress | None) -> list[tuple[str, object]]:
        identity = self.header.identity
        client = getattr(self.case, "client", None)
        if identity is None:
            return []
        place = " ".join(filter(None, [identity.postcode, identity.city]))
        return [
            (_("Vorname"), identity.given_name),
            (_("Familienname"), identity.family_name),
            (_("Geburtsdatum"), identity.birth_date),
            (_("Geschlecht"), client.get_gender_display() if client else ""),
            (_("Sprachen"), ", ".join(client.languages) if client else ""),
            (_("Telefon"), identity.phone),
            (_("E-Mail"), identity.email),
            (
                _("Anschrift"),
                _("geschützt") if protected else ", ".join(filter(None, [identity.street, place])),
            ),
        ]


class IdentityForm(CaseFormPage):
    block = "identity"
    form_class = Identity
    tab = back = "household"
    title = gettext_lazy("Personendaten ändern")
    lead = gettext_lazy(
        "Sehen können das Sie und Ihre Vertretung. Andere finden nur, dass es eine Akte gibt."
    )

    def target(self) -> ClientIdentity | None:
        return ClientIdentity.objects.filter(case=self.case).first()

    def deed(self, form: EditForm, case: Case) -> Any:
        return clients.change_identity(case, by=self.actor, **form.deed())


class HouseholdPersonNew(CaseFormPage):
    block = "identity"
    form_class = HouseholdMember
    tab = back = "household"
    title = gettext_lazy("Haushaltsperson aufnehmen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return households.add_person(case, by=self.actor, **form.deed())


class OfHouseholdPerson(CasePage):
    """About one person of this household."""

    def person(self) -> HouseholdPerson:
        return get_object_or_404(HouseholdPerson, case=self.case, pk=self.kwargs["pk"])


class HouseholdPersonChange(OfHouseholdPerson, CaseFormPage):
    block = "identity"
    form_class = HouseholdMember
    template_name = "casemanagement/household_person.html"
    tab = back = "household"
    title = gettext_lazy("Haushaltsperson ändern")

    def target(self) -> HouseholdPerson:
        return self.person()

    def deed(self, form: EditForm, case: Case) -> Any:
        return households.change_person(self.person(), by=self.actor, **form.deed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person(), **kwargs)


class HouseholdPersonConsent(OfHouseholdPerson, CaseFormPage):
    block = "identity"
    form_class = HouseholdConsent
    tab = back = "household"
    title = gettext_lazy("Einwilligung einer Person im Haushalt")
    lead = gettext_lazy(
        "Jede Person entscheidet über ihre eigenen Angaben; das Wort der Hauptperson genügt nicht."
    )

    def deed(self, form: EditForm, case: Case) -> Any:
        return households.record_consent(self.person(), by=self.actor, **form.deed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person(), **kwargs)


class HouseholdPersonRevoke(OfHouseholdPerson):
    right = Right.WRITE_FILE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = self.person()
        done = _("Widerrufen. Name und Geburtsdatum der Person sind gelöscht.")
        deed = partial(households.revoke_consent, person, by=self.actor)
        return attempt(request, deed, done, self.url("household"))


class HouseholdPersonRemove(OfHouseholdPerson):
    right = Right.WRITE_FILE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        done = _("Die Person ist aus dem Haushalt entfernt.")
        deed = partial(households.remove_person, self.person(), by=self.actor)
        return attempt(request, deed, done, self.url("household"))


class SituationPage(CasePage):
    """The sensitive block: a page of its own, journalled on its own."""

    right = Right.READ_SENSITIVE
    block = "sensitive"
    tab = "situation"
    title = gettext_lazy("Lage")
    template_name = "casemanagement/situation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        situation = ClientSituation.objects.filter(case=self.case).first()
        answers = [(MeasureType(course).label, answer) for course, answer in answers_for(self.case).items()]
        return super().get_context_data(
            groups=situation_facts(situation) if situation else [],
            course=status_course(self.case),
            answers=answers,
            **kwargs,
        )


class SituationForm(CaseFormPage):
    right = Right.WRITE_SENSITIVE
    block = "sensitive"
    form_class = Situation
    tab = back = "situation"
    title = gettext_lazy("Lage ändern")
    lead = gettext_lazy(
        "Besonders geschützte Angaben. „Nicht erhoben“ heißt: nicht gefragt; „keine Angabe gewünscht“ ist eine Antwort."
    )

    def target(self) -> ClientSituation | None:
        return ClientSituation.objects.filter(case=self.case).first()

    def deed(self, form: EditForm, case: Case) -> Any:
        return clients.change_situation(case, by=self.actor, **form.deed())
