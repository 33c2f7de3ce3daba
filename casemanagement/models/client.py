# SPDX-License-Identifier: AGPL-3.0-or-later
"""The client, in one table per block of data that opens on its own terms."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import (
    AddressGround,
    BenefitRegime,
    ConsentForm,
    CourseEntitlement,
    Gender,
    HouseholdConsentBy,
    HouseholdType,
    HousingStatus,
    LanguageLevel,
    Relation,
    ResidenceStatus,
)
from casemanagement.fields import EncryptedDateField, EncryptedTextField
from casemanagement.models.base import CaseRow
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of
from casemanagement.validators import birth_date, not_in_future, note_length, plausible_day


class Client(CaseRow):
    """What a case manager has to know before a name: how to talk to the person."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="client")
    languages = models.JSONField(_("Sprachen"), default=list, blank=True)
    interpreter_needed = models.BooleanField(_("Dolmetschen nötig"), default=False)
    gender = models.CharField(
        _("Geschlecht"), max_length=20, choices=Gender, default=Gender.DECLINED_TO_ANSWER
    )

    class Data:
        frame = ("case", "languages", "interpreter_needed", "gender")

    def __str__(self) -> str:
        return f"Klient*in {self.case_id}"


class ClientIdentity(CaseRow):
    """Who the client is and how to reach her; found by IdentityToken, never by these columns."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="identity")
    given_name = EncryptedTextField(_("Vorname"), max_length=200, blank=True)
    family_name = EncryptedTextField(_("Familienname"), max_length=200, blank=True)
    birth_date = EncryptedDateField(_("Geburtsdatum"), null=True, blank=True, validators=[birth_date])
    phone = EncryptedTextField(_("Telefon"), max_length=60, blank=True)
    email = EncryptedTextField(_("E-Mail"), max_length=200, blank=True)
    street = EncryptedTextField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postcode = EncryptedTextField(_("Postleitzahl"), max_length=10, blank=True)
    city = EncryptedTextField(_("Ort"), max_length=100, blank=True)

    class Data:
        identity = (
            "case",
            "given_name",
            "family_name",
            "birth_date",
            "phone",
            "email",
            "street",
            "postcode",
            "city",
        )

    def __str__(self) -> str:
        return f"Personendaten {self.case_id}"

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class ProtectedAddress(CaseRow):
    """An address that must reach nobody else; while it is there, the identity carries none."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="protected_address")
    address = EncryptedTextField(_("geschützte Anschrift"), max_length=500, blank=True)
    ground = models.CharField(_("Grund"), max_length=20, choices=AddressGround)
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True, validators=[plausible_day])
    covers_household = models.BooleanField(_("gilt für den ganzen Haushalt"), default=True)

    class Data:
        protected = ("case", "address", "ground", "valid_until", "covers_household")

    def __str__(self) -> str:
        return f"Geschützte Anschrift {self.case_id}"


class ClientSituation(CaseRow):
    """Special categories and what comes close to them."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="situation")
    birth_year = models.PositiveSmallIntegerField(_("Geburtsjahr"), null=True, blank=True)
    nationality = models.CharField(_("Staatsangehörigkeit"), max_length=60, blank=True)
    residence_status = models.CharField(
        _("Aufenthaltsstatus"),
        max_length=30,
        choices=ResidenceStatus,
        default=ResidenceStatus.NOT_ASKED,
    )
    residence_valid_until = models.DateField(
        _("Aufenthalt gültig bis"), null=True, blank=True, validators=[plausible_day]
    )
    entry_on = models.DateField(_("Einreise am"), null=True, blank=True)
    course_entitlement = models.CharField(
        _("Zugang zum Integrationskurs"),
        max_length=30,
        choices=CourseEntitlement,
        default=CourseEntitlement.NOT_ASKED,
    )
    benefit_regime = models.CharField(
        _("Rechtskreis"), max_length=30, choices=BenefitRegime, default=BenefitRegime.NOT_ASKED
    )
    household_type = models.CharField(
        _("Haushalt"), max_length=30, choices=HouseholdType, default=HouseholdType.NOT_ASKED
    )
    housing_status = models.CharField(
        _("Wohnsituation"), max_length=30, choices=HousingStatus, default=HousingStatus.NOT_ASKED
    )
    language_level = models.CharField(
        _("Deutschkenntnisse"),
        max_length=20,
        choices=LanguageLevel,
        default=LanguageLevel.NOT_ASKED,
    )
    target_groups = models.JSONField(_("Zielgruppen"), default=list, blank=True)
    risk_flags = models.JSONField(_("Gefährdungen"), default=list, blank=True)
    health_notes = EncryptedTextField(_("Gesundheit"), blank=True, validators=[note_length])

    class Data:
        sensitive = (
            "case",
            "birth_year",
            "nationality",
            "residence_status",
            "residence_valid_until",
            "entry_on",
            "course_entitlement",
            "benefit_regime",
            "household_type",
            "housing_status",
            "language_level",
            "target_groups",
            "risk_flags",
            "health_notes",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__gte=1900),
                name="situation_birth_year_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"Lebenslage {self.case_id}"


class ResidenceChange(CaseRow):
    """One status in the course of them, from when on it was so; the first says how it stood at the beginning.

    What a change means is reckoned, not kept (casemanagement.residence).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="residence_changes")
    status = models.CharField(_("Aufenthaltsstatus"), max_length=30, choices=ResidenceStatus)
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True, validators=[plausible_day])
    # Unknown for what was so before anybody wrote it down.
    since = models.DateField(_("gilt seit"), null=True, blank=True, validators=[not_in_future])
    recorded_at = models.DateTimeField(_("festgehalten am"))

    class Data:
        sensitive = ("case", "status", "valid_until", "since", "recorded_at")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("status", ResidenceStatus),
        ]

    def __str__(self) -> str:
        return f"Aufenthalt {self.case_id}"


class HouseholdPerson(CaseRow):
    """Somebody who lives with the client; counted among the persons reached."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="household")
    given_name = EncryptedTextField(_("Vorname"), max_length=200, blank=True)
    family_name = EncryptedTextField(_("Familienname"), max_length=200, blank=True)
    birth_date = EncryptedDateField(_("Geburtsdatum"), null=True, blank=True, validators=[birth_date])
    relation = models.CharField(_("Beziehung"), max_length=20, choices=Relation)
    # The person's own word, apart from the client's; without a living one the file knows the relation alone.
    has_consented = models.BooleanField(_("eigene Einwilligung"), default=False)
    consented_on = models.DateField(_("eingewilligt am"), null=True, blank=True)
    consented_by = models.CharField(
        _("erteilt von"), max_length=20, choices=HouseholdConsentBy, blank=True, db_default=""
    )
    consent_form = models.CharField(_("Form"), max_length=20, choices=ConsentForm, blank=True, db_default="")
    consent_until = models.DateField(_("gültig bis"), null=True, blank=True)
    consent_revoked_on = models.DateField(_("widerrufen am"), null=True, blank=True)
    # When somebody was told that it ends, and when it was written down that it had.
    consent_reminded_at = models.DateTimeField(null=True, blank=True)
    consent_expired_at = models.DateTimeField(null=True, blank=True)

    class Data:
        identity = (
            "case",
            "given_name",
            "family_name",
            "birth_date",
            "relation",
            "has_consented",
            "consented_on",
            "consented_by",
            "consent_form",
            "consent_until",
            "consent_revoked_on",
            "consent_reminded_at",
            "consent_expired_at",
        )

    def __str__(self) -> str:
        return f"Haushaltsperson {self.pk}"

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def agrees_on(self, day: dt.date) -> bool:
        """Whether the person's own consent lives on this day."""
        return self.has_consented and (self.consent_until is None or day <= self.consent_until)

    def age_on(self, day: dt.date) -> int | None:
        born: dt.date | None = self.birth_date
        if born is None:
            return None
        had = (day.month, day.day) >= (born.month, born.day)
        return day.year - born.year - (0 if had else 1)


class IdentityToken(CaseRow):
    """A keyed hash by which a name is found without being readable (casemanagement.blind_index)."""

    class Kind(models.TextChoices):
        NAME = "name"
        GRAM = "gram"
        NAME_BIRTH = "name_birth"
        BIRTH = "birth"

    case = models.ForeignKey(Case, models.CASCADE, related_name="identity_tokens")
    kind = models.CharField(max_length=10, choices=Kind)
    token = models.BinaryField(max_length=32)

    class Data:
        identity = ("case", "kind", "token")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "token", "case"], name="identity_token_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"
