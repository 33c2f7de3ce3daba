# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a case ends or moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClosureReason(models.TextChoices):
    GOALS_ACHIEVED = "goals_achieved", _("Ziele erreicht")
    GOALS_MOSTLY_ACHIEVED = "goals_mostly_achieved", _("Ziele überwiegend erreicht")
    HANDED_TO_REGULAR_SERVICE = "handed_to_regular_service", _("in Regeldienst übergeleitet")
    HANDED_TO_OTHER_CM = "handed_to_other_cm", _("an anderes Fallmanagement übergeben")
    CLIENT_ENDED = "client_ended", _("von Klient*in beendet")
    CONTACT_LOST = "contact_lost", _("Kontakt abgebrochen")
    MOVED_AWAY = "moved_away", _("Umzug aus Bielefeld")
    LEFT_GERMANY_VOLUNTARILY = "left_germany_voluntarily", _("freiwillige Ausreise")
    DEPORTED_OR_TRANSFERRED = "deported_or_transferred", _("Abschiebung, Überstellung")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Einwilligung widerrufen")
    NO_COOPERATION = "no_cooperation", _("keine Mitwirkung")
    NOT_SUITABLE = "not_suitable", _("Case Management nicht (mehr) geeignet")
    DETENTION_HOSPITAL_LONG = "detention_hospital_long", _("Haft oder langer Klinikaufenthalt")
    DECEASED = "deceased", _("verstorben")
    PROGRAMME_END = "programme_end", _("Projekt- oder Finanzierungsende")
    DUPLICATE_MERGED = "duplicate_merged", _("doppelte Akte zusammengeführt")
    OTHER = "other", _("anderer Grund")


class OutcomeLevel(models.TextChoices):
    STRONGLY_IMPROVED = "strongly_improved", _("deutlich verbessert")
    IMPROVED = "improved", _("verbessert")
    STABILISED = "stabilised", _("stabilisiert")
    UNCHANGED = "unchanged", _("unverändert")
    WORSENED = "worsened", _("verschlechtert")
    NOT_ASSESSABLE = "not_assessable", _("nicht einschätzbar")


class HandoverReason(models.TextChoices):
    ZUSTEUERUNG_TO_CITY = (
        "zusteuerung_to_city",
        _("Zusteuerung: Intake und Assessment beim Träger abgeschlossen"),
    )
    QUARTER_OR_DISTRICT = "quarter_or_district", _("Quartier oder Stadtbezirk")
    LANGUAGE_OR_GENDER_OF_CM = "language_or_gender_of_cm", _("Sprache oder Geschlecht der Fallführung")
    SPECIALISATION = "specialisation", _("Spezialisierung")
    CAPACITY_BALANCE = "capacity_balance", _("Ausgleich der Auslastung")
    ABSENCE_LONG = "absence_long", _("lange Abwesenheit")
    STAFF_CHANGE = "staff_change", _("Personalwechsel")
    CONFLICT_OF_INTEREST = "conflict_of_interest", _("Befangenheit")
    CLIENT_REQUEST = "client_request", _("Wunsch der Klientin oder des Klienten")
    CONTRACT_END_ORGANISATION = "contract_end_organisation", _("Ende der Beauftragung des Trägers")
    SAFETY = "safety", _("Sicherheit")
    OTHER = "other", _("anderer Grund")


class HandoverState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    OFFERED = "offered", _("angeboten")
    ACCEPTED = "accepted", _("angenommen")
    DECLINED = "declined", _("abgelehnt")
    APPROVED = "approved", _("freigegeben")
    SWITCHED = "switched", _("vollzogen")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
    REFUSED = "refused", _("von Klient*in abgelehnt")
    WITHOUT_FILE = "without_file", _("gewechselt ohne Akte")


class ClientWord(models.TextChoices):
    """What the client says in the Übergabegespräch."""

    AGREES = "agrees", _("ja, mit der Akte")
    STAYS = "stays", _("nein, sie oder er möchte bleiben")
    WITHOUT_FILE = "without_file", _("ja zum Wechsel, aber die Akte soll hier bleiben")


class NotesAlong(models.TextChoices):
    """Which notes of contacts another house gets with the file."""

    LAST = "last", _("das Übergabegespräch und die letzten drei Notizen")
    TALK = "talk", _("nur das Übergabegespräch")
    ALL = "all", _("alle Notizen")


class TalkedWith(models.TextChoices):
    CLIENT = "client", _("Klient*in")
    RECEIVER = "receiver", _("neue Fallführung")
    INTERPRETER = "interpreter", _("Sprachmittlung")
    REPRESENTATIVE = "representative", _("gesetzliche Vertretung")
    RELATIVE = "relative", _("Angehörige")
