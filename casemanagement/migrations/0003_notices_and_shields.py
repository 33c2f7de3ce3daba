# SPDX-License-Identifier: AGPL-3.0-or-later
import datetime

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import casemanagement.fields


class Migration(migrations.Migration):
    dependencies = [("casemanagement", "0002_journal")]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to_hat", models.CharField(max_length=10)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                "break_glass_started",
                                "Notfallzugriff begonnen von %(person)s. Anlass: %(reason)s.",
                            ),
                            ("break_glass_extended", "Notfallzugriff verlängert von %(person)s."),
                            (
                                "break_glass_unreviewed",
                                "Ein Notfallzugriff ist seit sieben Tagen nicht geprüft.",
                            ),
                            (
                                "conflict_declared",
                                "Befangenheit erklärt: Der Fall braucht eine andere Person. Bitte neu zuteilen.",
                            ),
                            (
                                "conflict_matched",
                                "Befangenheit möglich: Für diesen Fall kommt %(person)s nicht in Frage. Bitte nicht ansprechen.",
                            ),
                            (
                                "own_staff_found",
                                "Die gemeldete Person arbeitet in einem der beteiligten Häuser. Bitte Zugriff regeln.",
                            ),
                            (
                                "protection_ending",
                                "Der Schutz der Anschrift endet in %(days)s Tagen. Bitte Verlängerung klären.",
                            ),
                            ("restriction_set", "Die Verarbeitung dieses Falls ist eingeschränkt."),
                            (
                                "restriction_lifted",
                                "Die Einschränkung der Verarbeitung dieses Falls ist aufgehoben.",
                            ),
                        ],
                        max_length=40,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("data", models.JSONField(default=dict)),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="gesehen am")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="casemanagement.case",
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
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "to_hat", "at"], name="notice_of_house"),
                    models.Index(fields=["to_person", "at"], name="notice_of_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seen_at__isnull", True), ("seen_by__isnull", True)),
                            models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_seen_at_and_by",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("prominent", "bekannte Person"),
                            ("own_staff", "arbeitet in einem der beteiligten Häuser"),
                            ("threat", "Bedrohung aus dem Umfeld"),
                            ("other", "anderer Grund"),
                        ],
                        max_length=20,
                        verbose_name="Grund",
                    ),
                ),
                (
                    "note",
                    casemanagement.fields.EncryptedTextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.",
                            )
                        ],
                        verbose_name="Erläuterung",
                    ),
                ),
                ("set_at", models.DateTimeField(verbose_name="gesetzt am")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="aufgehoben am")),
            ],
        ),
        migrations.CreateModel(
            name="AvoidedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", casemanagement.fields.EncryptedTextField(max_length=400, verbose_name="Name")),
                ("name_token", models.BinaryField(max_length=32)),
                ("birth_token", models.BinaryField(max_length=32, null=True)),
                ("added_at", models.DateTimeField(verbose_name="eingetragen am")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="gestrichen am")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hat", models.CharField(max_length=10)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("danger", "Gefahr für Leib oder Leben"),
                            ("child", "Gefahr für das Wohl eines Kindes"),
                            ("health", "medizinischer Notfall"),
                            (
                                "rights",
                                "heute droht ein Rechtsverlust, und niemand Zuständiges ist erreichbar",
                            ),
                            ("data_subject_complaint", "Beschwerde der betroffenen Person"),
                            ("incident", "Datenschutzvorfall"),
                        ],
                        max_length=30,
                        verbose_name="Anlass",
                    ),
                ),
                (
                    "text",
                    casemanagement.fields.EncryptedTextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.",
                            )
                        ],
                        verbose_name="Was ist passiert?",
                    ),
                ),
                (
                    "reference",
                    casemanagement.fields.EncryptedTextField(
                        blank=True, max_length=100, verbose_name="Aktenzeichen"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="begonnen am")),
                ("valid_until", models.DateTimeField(verbose_name="offen bis")),
                ("extended_at", models.DateTimeField(blank=True, null=True, verbose_name="verlängert am")),
                (
                    "extension_text",
                    casemanagement.fields.EncryptedTextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.",
                            )
                        ],
                        verbose_name="Grund der Verlängerung",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="beendet am")),
                (
                    "review",
                    models.CharField(
                        blank=True,
                        choices=[("justified", "berechtigt"), ("not_justified", "nicht berechtigt")],
                        max_length=20,
                        verbose_name="Ergebnis der Prüfung",
                    ),
                ),
                (
                    "review_note",
                    casemanagement.fields.EncryptedTextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.",
                            )
                        ],
                        verbose_name="Vermerk zur Prüfung",
                    ),
                ),
                ("reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="geprüft am")),
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="NamedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("named_at", models.DateTimeField(verbose_name="benannt am")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="gestrichen am")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("accuracy", "Richtigkeit bestritten (Art. 18 Abs. 1 a DSGVO)"),
                            ("unlawful", "unrechtmäßig, aber nicht zu löschen (Art. 18 Abs. 1 b DSGVO)"),
                            (
                                "claims",
                                "für Ansprüche der Klientin oder des Klienten nötig (Art. 18 Abs. 1 c DSGVO)",
                            ),
                            ("objection", "Widerspruch wird geprüft (Art. 18 Abs. 1 d DSGVO)"),
                            ("revoked", "Einwilligung C1 widerrufen"),
                            ("closed", "beendet, wird nur noch aufbewahrt"),
                        ],
                        max_length=20,
                        verbose_name="Grund",
                    ),
                ),
                (
                    "note",
                    casemanagement.fields.EncryptedTextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.",
                            )
                        ],
                        verbose_name="Erläuterung",
                    ),
                ),
                ("set_at", models.DateTimeField(verbose_name="eingeschränkt am")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="aufgehoben am")),
                (
                    "lift_note",
                    casemanagement.fields.EncryptedTextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.",
                            )
                        ],
                        verbose_name="Grund der Aufhebung",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RiskPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    casemanagement.fields.EncryptedTextField(
                        max_length=400, verbose_name="Name oder Beschreibung"
                    ),
                ),
                (
                    "relation",
                    casemanagement.fields.EncryptedTextField(
                        blank=True, max_length=200, verbose_name="Beziehung zur Klientin oder zum Klienten"
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="eingetragen am")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="gestrichen am")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="conflictdeclaration",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="aufgehoben am"),
        ),
        migrations.AddField(
            model_name="conflictdeclaration",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="aufgehoben von",
            ),
        ),
        migrations.AddField(
            model_name="conflictdeclaration",
            name="note",
            field=casemanagement.fields.EncryptedTextField(
                blank=True,
                validators=[
                    django.core.validators.MaxLengthValidator(
                        20000,
                        "Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.",
                    )
                ],
                verbose_name="Erläuterung für die Koordination",
            ),
        ),
        migrations.AddField(
            model_name="protectedaddress",
            name="covers_household",
            field=models.BooleanField(default=True, verbose_name="gilt für den ganzen Haushalt"),
        ),
        migrations.AddConstraint(
            model_name="conflictdeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="conflict_ended_at_and_by",
            ),
        ),
        migrations.AddField(
            model_name="accesslist",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="access_lists",
                to="casemanagement.case",
            ),
        ),
        migrations.AddField(
            model_name="accesslist",
            name="employer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="permissions.organisation",
                verbose_name="arbeitet bei",
            ),
        ),
        migrations.AddField(
            model_name="accesslist",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="accesslist",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="avoidedperson",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="emergencies",
                to="casemanagement.case",
            ),
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="permissions.organisation"
            ),
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="reviewed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="geprüft von",
            ),
        ),
        migrations.AddField(
            model_name="namedperson",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="named_people",
                to="casemanagement.case",
            ),
        ),
        migrations.AddField(
            model_name="namedperson",
            name="named_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="namedperson",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="restrictions",
                to="casemanagement.case",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="riskperson",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="riskperson",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="risk_people",
                to="casemanagement.case",
            ),
        ),
        migrations.AddConstraint(
            model_name="accesslist",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground__in", ["prominent", "own_staff", "threat", "other"])),
                name="accesslist_ground_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="accesslist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("case",),
                name="one_access_list_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="accesslist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="access_list_ended_at_and_by",
            ),
        ),
        migrations.AddIndex(
            model_name="avoidedperson",
            index=models.Index(fields=["name_token"], name="avoided_by_name"),
        ),
        migrations.AddIndex(
            model_name="avoidedperson",
            index=models.Index(fields=["birth_token"], name="avoided_by_birth"),
        ),
        migrations.AddIndex(
            model_name="emergencyaccess",
            index=models.Index(fields=["person", "valid_until"], name="emergency_of_person"),
        ),
        migrations.AddIndex(
            model_name="emergencyaccess",
            index=models.Index(fields=["organisation", "opened_at"], name="emergency_of_house"),
        ),
        migrations.AddConstraint(
            model_name="emergencyaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        ["danger", "child", "health", "rights", "data_subject_complaint", "incident"],
                    )
                ),
                name="emergencyaccess_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__gt", models.F("opened_at")),
                    (
                        "valid_until__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("opened_at"), "+", models.Value(datetime.timedelta(days=1))
                        ),
                    ),
                ),
                name="emergency_lasts_a_day_at_most",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                    _connector="OR",
                ),
                name="emergency_reviewed_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="namedperson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("case", "person"),
                name="named_once_per_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ground__in", ["accuracy", "unlawful", "claims", "objection", "revoked", "closed"])
                ),
                name="restriction_ground_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("case",),
                name="one_restriction_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="restriction_lifted_at_and_by",
            ),
        ),
        migrations.AddField(
            model_name="accesslist",
            name="seal",
            field=casemanagement.fields.SealField(),
        ),
        migrations.AddField(
            model_name="avoidedperson",
            name="seal",
            field=casemanagement.fields.SealField(),
        ),
        migrations.AddField(
            model_name="conflictdeclaration",
            name="seal",
            field=casemanagement.fields.SealField(),
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="seal",
            field=casemanagement.fields.SealField(),
        ),
        migrations.AddField(
            model_name="restriction",
            name="seal",
            field=casemanagement.fields.SealField(),
        ),
        migrations.AddField(
            model_name="riskperson",
            name="seal",
            field=casemanagement.fields.SealField(),
        ),
    ]
