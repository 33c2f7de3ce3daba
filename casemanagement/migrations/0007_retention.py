# SPDX-License-Identifier: AGPL-3.0-or-later
import casemanagement.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casemanagement", "0006_client_rights"),
        ("permissions", "0001_who_may"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="purpose_reached_on",
            field=models.DateField(blank=True, null=True, verbose_name="Zweck erreicht am"),
        ),
        migrations.AddField(
            model_name="document",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="gelöscht am"),
        ),
        migrations.CreateModel(
            name="DeletionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("schedule", models.CharField(max_length=64)),
                ("proposed_at", models.DateTimeField(verbose_name="vorgeschlagen am")),
                ("supervised_at", models.DateTimeField(blank=True, null=True)),
                ("protected_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="zurückgezogen am"),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="ausgeführt am")),
                ("counts", models.JSONField(default=dict)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deletion_runs",
                        to="permissions.organisation",
                    ),
                ),
                (
                    "protected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="zugestimmt, Datenschutz",
                    ),
                ),
                (
                    "supervised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="zugestimmt, Fachaufsicht",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="zurückgezogen von",
                    ),
                ),
            ],
            options={
                'constraints': [models.CheckConstraint(
                condition=models.Q(
                    models.Q(("supervised_at__isnull", True), ("supervised_by__isnull", True)),
                    models.Q(("supervised_at__isnull", False), ("supervised_by__isnull", False)),
                    _connector="OR",
                ),
                name="deletion_run_supervised_by_and_at",
            ), models.CheckConstraint(
                condition=models.Q(
                    models.Q(("protected_at__isnull", True), ("protected_by__isnull", True)),
                    models.Q(("protected_at__isnull", False), ("protected_by__isnull", False)),
                    _connector="OR",
                ),
                name="deletion_run_protected_by_and_at",
            ), models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="deletion_run_withdrawn_by_and_at",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("supervised_by__isnull", True),
                    ("protected_by__isnull", True),
                    models.Q(("supervised_by", models.F("protected_by")), _negated=True),
                    _connector="OR",
                ),
                name="deletion_run_two_persons",
            )],
            },
        ),
        migrations.CreateModel(
            name="DeletionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("case_id", models.BigIntegerField(db_index=True, null=True)),
                ("case_number", models.CharField(blank=True, max_length=12, verbose_name="Fallnummer")),
                ("document_id", models.BigIntegerField(null=True)),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("declined_referral", "Meldung ohne Einwilligung oder Aufnahme"),
                            ("brief_advice", "Kurzberatung"),
                            ("copies", "Kopien von Ausweis, Bescheid und medizinischen Unterlagen"),
                            ("case_restriction", "Fallakte: Sperrung"),
                            ("case_file", "Fallakte"),
                            ("child_protection", "Fallakte mit Kinderschutz-Unterlagen"),
                            ("consents", "Einwilligungen und Weitergaben"),
                            ("access_log", "Zugriffsprotokoll"),
                            ("break_glass_log", "Zugriffsprotokoll: Notzugriffe"),
                            ("accounts", "Zugänge der Beschäftigten"),
                            ("snapshots", "Wochenzahlen"),
                            ("funding", "Fördernachweis: Stellen"),
                            ("backups", "Sicherungen"),
                            ("erasure_request", "Löschung auf Antrag"),
                        ],
                        max_length=30,
                        verbose_name="Datenart",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="Beginn der Frist")),
                ("due_on", models.DateField(verbose_name="zu löschen seit")),
                ("subject_hash", models.CharField(max_length=64)),
                (
                    "archive_answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "noch keine Antwort"),
                            ("taken", "übernimmt"),
                            ("declined", "übernimmt nicht"),
                            ("expired", "Frist verstrichen"),
                        ],
                        max_length=10,
                        verbose_name="Archiv",
                    ),
                ),
                ("archive_asked_on", models.DateField(blank=True, null=True, verbose_name="angeboten am")),
                ("archive_answered_on", models.DateField(blank=True, null=True, verbose_name="Antwort am")),
                ("handed_over_at", models.DateTimeField(blank=True, null=True, verbose_name="übergeben am")),
                ("erased_at", models.DateTimeField(blank=True, null=True, verbose_name="gelöscht am")),
                ("counts", models.JSONField(default=dict)),
                ("last_hash", models.BinaryField(max_length=32, null=True)),
                (
                    "archive_answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="eingetragen von",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="permissions.organisation",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beantragt von",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="casemanagement.deletionrun",
                    ),
                ),
            ],
            options={
                'indexes': [models.Index(fields=["run", "erased_at"], name="deletion_item_of_run")],
                'constraints': [models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case_id__isnull", False), ("erased_at__isnull", True)),
                    models.Q(
                        ("case_id__isnull", True),
                        ("case_number", ""),
                        ("document_id__isnull", True),
                        ("erased_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="deletion_item_forgets",
            ), models.UniqueConstraint(
                condition=models.Q(("erased_at__isnull", True)),
                fields=("run", "case_id", "document_id"),
                name="deletion_item_once_per_run",
                nulls_distinct=False,
            )],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("dispute", "Rechtsstreit oder Widerspruch"),
                            ("complaint", "Beschwerde"),
                            ("client_request", "Antrag der Person läuft (Auskunft, Berichtigung …)"),
                            ("authority", "Anfrage einer Behörde oder eines Gerichts"),
                            ("incident", "Datenschutzvorfall"),
                            ("other", "anderer Grund"),
                        ],
                        max_length=20,
                        verbose_name="Anlass",
                    ),
                ),
                (
                    "note",
                    casemanagement.fields.EncryptedTextField(
                        blank=True, max_length=500, verbose_name="Erläuterung"
                    ),
                ),
                ("review_on", models.DateField(verbose_name="zu prüfen am")),
                ("placed_at", models.DateTimeField(verbose_name="gesetzt am")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="aufgehoben am")),
                ("seal", casemanagement.fields.SealField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="legal_holds",
                        to="casemanagement.case",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gesetzt von",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="aufgehoben von",
                    ),
                ),
            ],
            options={
                'indexes': [models.Index(
                condition=models.Q(("released_at__isnull", True)), fields=["case"], name="legal_hold_living"
            )],
                'constraints': [models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        ["dispute", "complaint", "client_request", "authority", "incident", "other"],
                    )
                ),
                name="legalhold_reason_known",
            ), models.CheckConstraint(
                condition=models.Q(
                    models.Q(("released_at__isnull", True), ("released_by__isnull", True)),
                    models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                    _connector="OR",
                ),
                name="legal_hold_released_by_and_at",
            )],
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("declined_referral", "Meldung ohne Einwilligung oder Aufnahme"),
                            ("brief_advice", "Kurzberatung"),
                            ("copies", "Kopien von Ausweis, Bescheid und medizinischen Unterlagen"),
                            ("case_restriction", "Fallakte: Sperrung"),
                            ("case_file", "Fallakte"),
                            ("child_protection", "Fallakte mit Kinderschutz-Unterlagen"),
                            ("consents", "Einwilligungen und Weitergaben"),
                            ("access_log", "Zugriffsprotokoll"),
                            ("break_glass_log", "Zugriffsprotokoll: Notzugriffe"),
                            ("accounts", "Zugänge der Beschäftigten"),
                            ("snapshots", "Wochenzahlen"),
                            ("funding", "Fördernachweis: Stellen"),
                            ("backups", "Sicherungen"),
                            ("erasure_request", "Löschung auf Antrag"),
                        ],
                        max_length=30,
                        verbose_name="Datenart",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                (
                    "start",
                    models.CharField(
                        choices=[
                            ("decision", "Entscheidung über die Meldung"),
                            ("contact", "Kontakt"),
                            ("purpose", "Zweck erreicht, spätestens Ende des Falls"),
                            ("closure", "Ende des Falls"),
                            ("last_use", "Ende der letzten Nutzung"),
                            ("entry", "Eintrag"),
                            ("employment_ended", "Ende der Beschäftigung"),
                            ("proof_ended", "Ende des Nachweiszeitraums"),
                            ("request", "Antrag der Person"),
                            ("none", "keines"),
                        ],
                        max_length=20,
                        verbose_name="Beginn der Frist",
                    ),
                ),
                ("from_year_end", models.BooleanField(default=False, verbose_name="zählt ab dem 31.12.")),
                ("months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Monate")),
                ("days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Tage")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("delete", "löschen"),
                            ("restrict", "sperren"),
                            ("empty", "leeren, die Zeile bleibt ohne Namen"),
                            ("with_case", "mit der Fallakte löschen"),
                            ("never_stored", "wird nicht gespeichert"),
                            ("age_out", "laufend überschreiben"),
                            ("keep", "bleibt"),
                        ],
                        max_length=20,
                        verbose_name="Folge",
                    ),
                ),
                ("legal_basis", models.CharField(max_length=300, verbose_name="Rechtsgrundlage")),
                ("exceptions", models.CharField(blank=True, max_length=300, verbose_name="Ausnahmen")),
                (
                    "archive_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Frist des Archivs"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="retention_rule_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "action__in",
                                [
                                    "delete",
                                    "restrict",
                                    "empty",
                                    "with_case",
                                    "never_stored",
                                    "age_out",
                                    "keep",
                                ],
                            )
                        ),
                        name="retentionrule_action_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "start__in",
                                [
                                    "decision",
                                    "contact",
                                    "purpose",
                                    "closure",
                                    "last_use",
                                    "entry",
                                    "employment_ended",
                                    "proof_ended",
                                    "request",
                                    "none",
                                ],
                            )
                        ),
                        name="retentionrule_start_known",
                    ),
                ],
            },
        ),
    ]
