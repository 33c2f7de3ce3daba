# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody has to be told at once; each kind is the sentence that the first page shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """A sentence without a name of a client; %(…)s stands for a code that came with the notice."""

    BREAK_GLASS_STARTED = (
        "break_glass_started",
        _("Notfallzugriff begonnen von %(person)s. Anlass: %(reason)s."),
    )
    BREAK_GLASS_EXTENDED = "break_glass_extended", _("Notfallzugriff verlängert von %(person)s.")
    BREAK_GLASS_UNREVIEWED = (
        "break_glass_unreviewed",
        _("Ein Notfallzugriff ist seit sieben Tagen nicht geprüft."),
    )
    CONFLICT_DECLARED = (
        "conflict_declared",
        _("Befangenheit erklärt: Der Fall braucht eine andere Person. Bitte neu zuteilen."),
    )
    CONFLICT_MATCHED = (
        "conflict_matched",
        _("Befangenheit möglich: Für diesen Fall kommt %(person)s nicht in Frage. Bitte nicht ansprechen."),
    )
    OWN_STAFF_FOUND = (
        "own_staff_found",
        _("Die gemeldete Person arbeitet in einem der beteiligten Häuser. Bitte Zugriff regeln."),
    )
    PROTECTION_ENDING = (
        "protection_ending",
        _(
            "Der Schutz der Anschrift endet am %(until)s. Verbleibende Tage: %(days)s. Bitte Verlängerung klären."
        ),
    )
    REQUEST_DUE = (
        "request_due",
        _(
            "Ein Antrag einer Klientin oder eines Klienten ist bis %(until)s zu beantworten. "
            "Verbleibende Tage: %(days)s."
        ),
    )
    REQUEST_OVERDUE = (
        "request_overdue",
        _(
            "Ein Antrag einer Klientin oder eines Klienten war bis %(until)s zu beantworten und ist noch offen."
        ),
    )
    BREACH_CLOCK = (
        "breach_clock",
        _("Eine Datenpanne ist noch nicht gemeldet. Von den 72 Stunden verbleiben volle Stunden: %(hours)s."),
    )
    BREACH_LATE = (
        "breach_late",
        _(
            "Die 72 Stunden sind vorbei: Eine Datenpanne ist nicht gemeldet. Bitte melden und die Verzögerung begründen."
        ),
    )
    RESTRICTION_SET = "restriction_set", _("Die Verarbeitung dieses Falls ist eingeschränkt.")
    RESTRICTION_TO_LIFT = (
        "restriction_to_lift",
        _(
            "Die Einschränkung soll aufgehoben werden. Bitte zuerst die Klientin oder den Klienten unterrichten."
        ),
    )
    RESTRICTION_TOLD = (
        "restriction_told",
        _("Die Klientin oder der Klient ist unterrichtet; die Einschränkung kann aufgehoben werden."),
    )
    RESTRICTION_LIFTED = (
        "restriction_lifted",
        _("Die Einschränkung der Verarbeitung dieses Falls ist aufgehoben."),
    )
    JOB_REFUSED = (
        "job_refused",
        _("Ein Auftrag wurde nicht ausgeführt: Wer ihn gegeben hat, darf das an diesem Fall nicht mehr."),
    )
    OVER_BUDGET = (
        "over_budget",
        _(
            "Ungewöhnlich viele Zugriffe in einer Stunde durch %(person)s: %(cases)s Fälle, %(outputs)s Ausgaben."
        ),
    )
    DELETION_PROPOSED = (
        "deletion_proposed",
        _("Ein Löschlauf wartet auf Ihre Zustimmung: %(count)s Einträge."),
    )
    HOLD_TO_REVIEW = "hold_to_review", _("Prüfen: Ist die Löschung dieses Falls noch anzuhalten?")
    REQUEST_ENTERED = (
        "request_entered",
        _("Eine Behörde fragt an. Niemand antwortet, bevor Sie entschieden haben."),
    )
    REQUEST_DECIDED = "request_decided", _("Über die Anfrage einer Behörde ist entschieden.")
    EXPORT_REVIEWED = (
        "export_reviewed",
        _("Eine Auskunft ist durchgesehen und wartet auf die Freigabe durch eine zweite Person."),
    )
    EXPORT_RELEASED = "export_released", _("Eine Auskunft ist freigegeben und kann ausgegeben werden.")
    FILE_OPENED = "file_opened", _("Die Fachaufsicht (%(person)s) hat die Akte geöffnet. Anlass: %(reason)s.")
    REMARK_WRITTEN = "remark_written", _("Die Fachaufsicht hat einen fachlichen Hinweis geschrieben.")
    REMARK_ANSWERED = "remark_answered", _("Ein fachlicher Hinweis ist beantwortet.")
    SUPERVISION_DECIDED = "supervision_decided", _("Die Fachaufsicht hat zu diesem Fall entschieden.")
    PEER_INVITED = "peer_invited", _("Sie sind zu einer kollegialen Fallberatung eingeladen, bis %(until)s.")
    SAMPLE_FINISHED = "sample_finished", _("Die Stichprobe zu diesem Fall ist geprüft.")
    OVERLOAD_SUBMITTED = "overload_submitted", _("%(person)s hat eine Überlastung angezeigt.")
    OVERLOAD_ANSWERED = "overload_answered", _("Ihre Überlastungsanzeige ist beantwortet.")
    CAPACITY_CHANGED = "capacity_changed", _("Kapazität ändert sich: %(measure)s.")
    CASE_UNCOVERED = (
        "case_uncovered",
        _("Die Fallführung eines Falls ist abwesend, und niemand vertritt sie. Bitte Vertretung benennen."),
    )
    CONTRACT_ENDING = (
        "contract_ending",
        _("Vertrag von %(person)s endet am %(day)s. Zu übergeben: %(cases)s Fälle."),
    )
    CAPACITY_ENDING = (
        "capacity_ending",
        _("Kapazität im Haus endet am %(day)s. Zu übergeben: %(cases)s Fälle."),
    )
    FINDING_SUBMITTED = "finding_submitted", _("Ein Strukturhinweis wartet auf Ihre Prüfung.")
    FINDING_MERGED = "finding_merged", _("Ihr Strukturhinweis gehört jetzt zu einem Thema.")
    FINDING_REJECTED = (
        "finding_rejected",
        _("Ihr Strukturhinweis geht nicht weiter. Die Begründung steht dabei."),
    )
    THEME_MOVED = "theme_moved", _("Zu Ihrem Strukturhinweis gibt es Neues: %(theme_state)s.")
    COMPLAINT_ENTERED = "complaint_entered", _("Eine Beschwerde wartet auf Ihre Antwort.")
