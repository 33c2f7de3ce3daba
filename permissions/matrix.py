# SPDX-License-Identifier: AGPL-3.0-or-later
"""THE PERMISSION MATRIX: one row for each kind of thing that is kept, one column for each role.

A model that stands in no row breaks the suite; a row without a model is declared ahead of what will be
built and open to nobody. Roles, letters and notes: permissions.cells. The rules that make it true:
permissions.access, and again permissions.database.registry.
"""

from django.utils.translation import gettext_noop as _

from permissions.cells import row
from permissions.rights import Right

MATRIX = (
    #  CMz CMv CMk KOR TL DSB ADM CTR RPT EAS KI
    row(_("Meldung"), "RW RW P¹ RG – – – – – RᵃWᵃ –", "casemanagement.Referral", write=Right.WRITE_FILE),
    row(
        _("Anliegen und meldende Stelle"),
        "RW RW – R²Rᵉ – B³ – – – RᵃWᵃ –",
        "casemanagement.ReferralText",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Name, Geburtsdatum, Anschrift, Kontakt, Haushalt"),
        "RWX RW P¹Rⁱ R² – B³ – – – – –",
        "casemanagement.ClientIdentity",
        "casemanagement.HouseholdPerson",
        "casemanagement.IdentityToken",
        "casemanagement.Representative",
        write=Right.WRITE_FILE,
    ),
    row(_("Geschützte Anschrift"), "RW R – B – B³ – – – – –", "casemanagement.ProtectedAddress"),
    row(
        _("Besondere Kategorien: Aufenthalt, Gesundheit, Religion, Orientierung, Gewalt"),
        "RW R⁴W⁴ – R² – B³ – – – – –",
        "casemanagement.ClientSituation",
        "casemanagement.ResidenceChange",
        write=Right.WRITE_SENSITIVE,
    ),
    row(
        _("Rahmen des Falls: Nummer, Phase, Daten, Intensität, Organisation, Stadtbezirk"),
        "RW RW Pᵇ RG P⁵ P – – – Rᵃ –",
        "casemanagement.Case",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Sprachen, Zuweisungen, Abschlussgrund"),
        "RW RW – RG – P – – – – –",
        "casemanagement.Client",
        "casemanagement.Assignment",
        "casemanagement.Closure",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Zugang: Überschneidung mit anderen Diensten, Entscheidung"),
        "RW RW – PR²G – B³ – – – – –",
        "casemanagement.Triage",
        "casemanagement.OverlapCheck",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Assessment"),
        "RW RW Rⁱ PᵍR² – B³ – – – – –",
        "casemanagement.Assessment",
        "casemanagement.DomainRating",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Hilfeplan, Ziele, Maßnahmen, Überprüfungen"),
        "RW RW Rⁱ PᵍR²G⁶ – B³ – – – – –",
        "casemanagement.SupportPlan",
        "casemanagement.Goal",
        "casemanagement.Measure",
        "casemanagement.Milestone",
        "casemanagement.Review",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Kontakte, Notizen, Abschlussbericht"),
        "RW RW Rⁱ R² – B³ – – – – –",
        "casemanagement.Contact",
        "casemanagement.ClosureReport",
        "casemanagement.TriageNote",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Vertrauliche Notiz"),
        "RW – – B – B³ – – – – –",
        "casemanagement.ConfidentialNote",
        write=Right.WRITE_CONFIDENTIAL,
    ),
    row(
        _("Unterlagen"),
        "RWX RW – R² – B³ – – – – –",
        "casemanagement.Document",
        "casemanagement.DocumentContent",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Einwilligungen, Schweigepflichtentbindungen, Widerrufe"),
        "RW RW Rⁱ R – R – – – – –",
        "casemanagement.Consent",
        write=Right.RECORD_CONSENT,
    ),
    row(
        _("Weitergaben an Dritte: an wen, welche Daten, worauf sie beruhen"),
        "RW RW – R – R – – – – –",
        "casemanagement.Disclosure",
        write=Right.RECORD_CONSENT,
    ),
    row(
        _("Zweck und Begründung einer Weitergabe"),
        "RW RW – R² – B³ – – – – –",
        "casemanagement.DisclosureNote",
        write=Right.RECORD_CONSENT,
    ),
    row(
        _("Unterschrift auf dem Bildschirm"),
        "RW RW – R² – B³ – – – – –",
        "casemanagement.ConsentSignature",
        write=Right.RECORD_CONSENT,
    ),
    row(_("Anfrage einer Behörde"), "RW RW RᵃWᵃ – – RWG – – – – –", "casemanagement.AuthorityRequest"),
    row(
        _("Aufgaben und Fristen eines Falls"),
        "RW RW Pᵇ PG A⁵ – – – – – –",
        "casemanagement.WorkItem",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Übergabe"),
        "RW R R⁷ RG A – – – – – –",
        "casemanagement.Handover",
        "casemanagement.HandoverSheet",
        write=Right.START_HANDOVER,
    ),
    row(
        _("Fallkonferenz"),
        "RW RW – R² – B³ – – – – –",
        "casemanagement.Conference",
        "casemanagement.ConferenceParticipant",
        "casemanagement.ConferenceTask",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Kollegiale Fallberatung, ohne Namen"),
        "RW RW PᵈWᵈ P – – – – – – –",
        "casemanagement.PeerDiscussion",
        "casemanagement.PeerInvitation",
        "casemanagement.PeerComment",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Fachlicher Hinweis und Antwort"),
        "RW R – RW – – – – – – –",
        "casemanagement.SupervisionRemark",
        write=Right.ANSWER_REMARK,
    ),
    row(
        _("Entscheidung der Fachaufsicht: Warteliste, Ausnahme"),
        "R R – RWG – – – – – – –",
        "casemanagement.SupervisionDecision",
    ),
    row(_("Stichprobe eines Falls und Prüfliste"), "R R – RW – – – – – – –", "casemanagement.SampledCase"),
    row(_("Monatliche Ziehung der Stichprobe, ohne Fall"), "R R R RW A – – – – – –", "casemanagement.Sample"),
    row(_("Überlastungsanzeige"), "RᵃWᵃ RᵃWᵃ RᵃWᵃ – RG – – – – – –", "casemanagement.OverloadNotice"),
    row(_("Reihenfolge, wer im Notfall entscheidet"), "R R R RW – – R – – – –", "permissions.Succession"),
    row(_("Hinweis auf das Ende eines Vertrags"), "– – – R R – – – – – –", "permissions.ContractAlarm"),
    row(
        _("Übernahme laufender Fälle: Datei, Fehler, Zählung"),
        "– – – RᵃWᵃ – – – – – – –",
        "casemanagement.ImportRun",
    ),
    row(_("Welcher Fall aus welcher Datei kam"), "– – – Rᵃ – – – – – – –", "casemanagement.ImportRow"),
    row(
        _("Strukturhinweis, ohne Bezug zur Person"),
        "RᵃWᵃ RᵃWᵃ R RWGX A – – R R – R",
        "casemanagement.Finding",
    ),
    row(
        _("Wer einen Strukturhinweis geschrieben hat"),
        "RᵃWᵃ RᵃWᵃ – RWᵃ – – – – – – –",
        "casemanagement.FindingAuthor",
    ),
    row(
        _("Aus welchem Fall ein Strukturhinweis stammt, bis über ihn entschieden ist"),
        "RᵃWᵃ RᵃWᵃ – R – – – – – – –",
        "casemanagement.FindingCase",
    ),
    row(
        _("Thema für die Lenkungsgruppe, mit Beschlüssen und Antworten"),
        "R R R RWG – – – R R – RWG",
        "casemanagement.Theme",
        "casemanagement.ThemeEntry",
    ),
    row(
        _("Zählbogen der Kurzberatung, ohne Person"), "– – – A – – – – – RWD –", "casemanagement.BriefAdvice"
    ),
    row(
        _("Meldung von außen, bis über sie entschieden ist"),
        "– – – RG – – – – – – –",
        "casemanagement.OutsideReferral",
    ),
    row(
        _("Schritte der Dienstleistungsketten eines Falls"),
        "RW RW – PᵍR² – B³ – – – – –",
        "casemanagement.ChainStep",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Fallzahlen je Fallmanagement"),
        "Rᵃ Rᵃ – R R⁸ – – – – – –",
        kept="kim.staff_load",
    ),
    row(_("Stelle und Stellenanteil"), "Rᵃ Rᵃ Rᵃ R RW – RW A A – –", "permissions.Post"),
    row(_("Abwesenheit, von und bis, ohne Grund"), "RᵃWᵃ RᵃWᵃ RᵃWᵃ R RW – – – – – –", "permissions.Absence"),
    row(
        _("Arbeitszeit, Urlaub, Krankmeldung, Beurteilung"),
        "– – – – – – – – – – –",
        kept="–",
    ),
    row(
        _("Betriebszahlen der Woche"),
        "A A A RGX A⁸ A – A – – –",
        "indicators.WeeklyRollup",
        "indicators.WeeklyFigure",
    ),
    row(
        _("Plan, Kennzahlen und Zielwerte"),
        "– – – RV – – – RV R – R",
        "indicators.PlanDocument",
        "indicators.PlanMeasure",
        "indicators.PlanIndicator",
    ),
    row(_("Ergebnisse der Kennzahlen"), "A A A RG A – – RWX A – A", "indicators.OwnerValue"),
    row(
        _("Zugriffsprotokoll: wer in eine Akte gesehen hat"),
        "R – – P – RX – – – – –",
        "permissions.AccessEvent",
    ),
    row(
        _("Siegel und Anker der Protokolle, Schwellen für Auffälligkeiten"),
        "– – – – – R – – – – –",
        "permissions.AccessSeal",
        "permissions.SecuritySeal",
        "permissions.JournalAnchor",
        "permissions.AnomalyThreshold",
    ),
    row(
        _("Konten und Bestellungen"),
        "P P P PV PV R RWᶜ P P P P",
        "permissions.User",
        "permissions.Membership",
    ),
    row(
        _("Stehende Pflicht: über wen jemand die Fach- oder Dienstaufsicht hat"),
        "Rᵃ Rᵃ Rᵃ Rᵃ Rᵃ – RWᶜ – – – –",
        "permissions.OrganisationUserPermission",
    ),
    row(
        _("Kommune und Organisationen"),
        "R R R R R R R R R R R",
        "permissions.Kommune",
        "permissions.Organisation",
    ),
    row(
        _("Kennwort, zweite Faktoren, Sitzungen"),
        "– – – – – – – – – – –",
        "permissions.Credential",
        "permissions.Authenticator",
        "permissions.Passkey",
        "permissions.RecoveryCode",
        "permissions.ForeignAccount",
        "permissions.Session",
    ),
    row(_("Einladung zur ersten Anmeldung"), "– – – – – – RᵃWᵃ – – – –", "permissions.Invitation"),
    row(
        _("Fehlversuche der Anmeldung, nur Prüfwerte"), "– – – – – – RD – – – –", "permissions.FailedAttempt"
    ),
    row(
        _("Vorschlag für eine Aufgabe mit Macht, durch eine zweite Person entschieden"),
        "– – – RᵃWᵃ RᵃWᵃ RG RWG – – – –",
        "permissions.Proposal",
    ),
    row(_("Sicherheitsereignisse der Konten"), "– – – – – R R – – – –", "permissions.SecurityEvent"),
    row(_("Fristenregeln"), "R R R R R R R R R R R", "casemanagement.DeadlineRule"),
    row(_("Programme der Kommune"), "R R R R – R – – – R –", "casemanagement.Programme"),
    row(
        _("Änderungen der Fristenregeln mit Grund"), "R R R RW R – – – – – –", "casemanagement.DeadlineChange"
    ),
    row(
        _("Verzeichnis der Angebote, Tabelle der Berechtigung zu Sprachkursen"),
        "R R R RW – – – – – – –",
        "casemanagement.Offer",
        "casemanagement.EntitlementRule",
    ),
    row(_("Prüfung eines Angebots"), "RW RW RW RW – – – – – – –", "casemanagement.OfferCheck"),
    row(
        _("Erklärung der Befangenheit"),
        "RW RW – R – R – – – – –",
        "casemanagement.ConflictDeclaration",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Öffnung einer Akte durch die Fachaufsicht"), "R R – RW – R – – – – –", "casemanagement.FileOpening"
    ),
    row(
        _("Verlauf: was wann von wem getan wurde, ohne Inhalt; Fristen"),
        "R R – R – R – – – – –",
        "casemanagement.CaseEvent",
        "casemanagement.Deadline",
    ),
    row(_("Ablauf im Prozess"), "R R Pᵇ R – – – – – – –", "workflows.CaseProcess"),
    row(_("Auftrag an den Worker, nur Kennungen"), "– – – – – – R – – – –", "casemanagement.Job"),
    row(
        _("Nachweis einer gelöschten Akte"),
        "– – – – – – – – – – –",
        "casemanagement.CaseProof",
        "casemanagement.RemovedEvent",
    ),
    row(
        _("Antrag einer betroffenen Person"),
        "RW RW – RG – RG – – – – –",
        "casemanagement.SubjectRequest",
        write=Right.ENTER_SUBJECT_REQUEST,
    ),
    row(
        _("Schwärzung für eine Auskunft"),
        "RW RW – R²G – RG – – – – –",
        "casemanagement.Redaction",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Berichtigung mit altem Wert"),
        "RW RW – R² – B³ – – – – –",
        "casemanagement.Rectification",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Darstellung der betroffenen Person"),
        "RW RW – R² – B³ – – – – –",
        "casemanagement.ClientStatement",
        write=Right.WRITE_FILE,
    ),
    row(
        _("Notfallzugriff, mit Anlass und Prüfung"),
        "RW RW RʰWʰ RW – RW – – – – –",
        "casemanagement.EmergencyAccess",
    ),
    row(_("Wen jemand nicht sehen darf"), "RʰWʰ RʰWʰ RʰWʰ Rʰ – Rʰ – – – – –", "casemanagement.AvoidedPerson"),
    row(
        _("Nur für benannte Personen"),
        "R R – RW – R – – – Rᵃ –",
        "casemanagement.AccessList",
        "casemanagement.NamedPerson",
    ),
    row(_("Einschränkung der Verarbeitung"), "R R – RW – RW – – – – –", "casemanagement.Restriction"),
    row(
        _("Wer nichts erfahren darf"),
        "RW RW – B – B³ – – – – –",
        "casemanagement.RiskPerson",
        write=Right.WRITE_FILE,
    ),
    row(_("Datenpanne"), "– – – – – RW – – – – –", "casemanagement.DataBreach"),
    row(_("Beschwerde"), "RʰWʰ RʰWʰ RʰWʰ RW RʰWʰ RʰWʰ – – – RʰWʰ –", "casemanagement.Complaint"),
    row(_("Mitteilung"), "Rʰ Rʰ Rʰ R Rʰ Rʰ Rʰ – – – –", "casemanagement.Notice"),
    row(
        _("Löschkonzept: Datenarten, Fristen, Rechtsgrundlagen"),
        "R R R R R R R R R R R",
        "casemanagement.RetentionRule",
    ),
    row(
        _("Löschung anhalten"),
        "RW RW – RW – RW – – – – –",
        "casemanagement.LegalHold",
        write=Right.HOLD,
    ),
    row(
        _("Löschlauf: Zahlen, Zustimmung von zwei Personen"),
        "– – – RG – RG RE – – – –",
        "casemanagement.DeletionRun",
    ),
    row(
        _("Löschauftrag: Fallnummer, Frist, Antwort des Archivs"),
        "V V – RGV – RWGV – – – – –",
        "casemanagement.DeletionItem",
    ),
    row(
        _("Pseudonyme Tatsachen der Statistik"),
        "– – – – – – – – – – –",
        "indicators.Fact",
        "indicators.FactLink",
        "indicators.CapacityFact",
        "indicators.PhaseSpan",
        "indicators.MeasureFact",
        "indicators.GoalFact",
        "indicators.MilestoneFact",
    ),
)
