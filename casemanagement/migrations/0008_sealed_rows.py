# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each row with encrypted values gets a seal, empty at first: `manage.py rotate_keys` fills it."""

from typing import Any

from django.db import migrations

import casemanagement.fields
from casemanagement.sealing import decrypt_text, encrypt_text

SEALED = [
    "assessment",
    "authorityrequest",
    "clientidentity",
    "clientsituation",
    "closure",
    "closurereport",
    "confidentialnote",
    "consentsignature",
    "contact",
    "disclosure",
    "disclosurenote",
    "document",
    "documentcontent",
    "domainrating",
    "goal",
    "handover",
    "householdperson",
    "protectedaddress",
    "representative",
    "review",
    "supportplan",
]

PLACE = "casemanagement.contact.participants"


def seal_participants(_apps: Any, schema_editor: Any) -> None:
    """Who was there stood in the clear so far."""
    _rewrite(schema_editor, lambda text, _row: encrypt_text(text, PLACE))


def open_participants(_apps: Any, schema_editor: Any) -> None:
    _rewrite(schema_editor, lambda text, row: decrypt_text(text, PLACE, row))


def _rewrite(schema_editor: Any, change: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, participants, seal, case_id FROM casemanagement_contact WHERE participants <> ''"
        )
        rows = [
            (change(text, casemanagement.fields.row_name(seal, case)), key)
            for key, text, seal, case in cursor.fetchall()
        ]
        cursor.executemany("UPDATE casemanagement_contact SET participants = %s WHERE id = %s", rows)


class Migration(migrations.Migration):
    dependencies = [("casemanagement", "0007_retention")]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="seal",
                field=casemanagement.fields.SealField(),
            )
            for name in SEALED
        ),
        migrations.AlterField(
            model_name="documentcontent",
            name="content",
            field=casemanagement.fields.EncryptedBinaryField(),
        ),
        migrations.AlterField(
            model_name="contact",
            name="participants",
            field=casemanagement.fields.EncryptedTextField(
                blank=True, max_length=300, verbose_name="Beteiligte"
            ),
        ),
        migrations.RunPython(seal_participants, open_participants),
    ]
