# SPDX-License-Identifier: AGPL-3.0-or-later
"""Free words about people that lay in the clear get a sealed column beside the old one.

Also: the strokes of a drawn signature, and a blind token for people who must not be told.

Nothing is rewritten here: `manage.py rotate_keys` seals what lies there, and whatever is written anew is
sealed. While an older program runs it finds and fills the old columns; a trigger keeps the two in step.
"""

from typing import Any

from django.db import migrations, models
from django.db.models import Q

import casemanagement.fields
import casemanagement.words

# Model: its fields with words, each with length and name on the screen.
WORDS = {
    "assignment": {"reason": (200, "Grund")},
    "consent": {
        "recipient_text": (200, "Empfänger (andere Stelle)"),
        "purpose": (300, "Zweck"),
        "interpreter": (200, "gedolmetscht durch"),
    },
    "deadline": {"extended_reason": (300, "Grund der Verlängerung")},
    "fileopening": {"text": (300, "Erläuterung")},
    "measure": {"provider": (200, "Anbieter")},
    "triage": {"referred_to": (200, "verwiesen an")},
    "workitem": {"title": (200, "Aufgabe")},
}
MUST_BE_FILLED = {("workitem", "title")}

KEEP_IN_STEP = """
CREATE FUNCTION casemanagement_words_in_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    word text;
    was jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
    now jsonb := to_jsonb(NEW);
BEGIN
    FOREACH word IN ARRAY TG_ARGV LOOP
        IF now->>(word || '_sealed') IS NOT NULL
           AND now->>(word || '_sealed') IS DISTINCT FROM was->>(word || '_sealed') THEN
            -- Sealed just now: nothing stays in the clear.
            NEW := jsonb_populate_record(NEW, jsonb_build_object(word, ''));
        ELSIF coalesce(now->>word, '') <> '' AND now->>word IS DISTINCT FROM was->>word THEN
            -- Written by an older program: its words count until they are sealed.
            NEW := jsonb_populate_record(NEW, jsonb_build_object(word || '_sealed', NULL));
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""


def _trigger(model: str, names: list[str]) -> str:
    columns = ", ".join(f"{name}, {name}_sealed" for name in names)
    arguments = ", ".join(f"'{name}'" for name in names)
    return (
        f"CREATE TRIGGER words_in_step BEFORE INSERT OR UPDATE OF {columns} ON casemanagement_{model} "
        f"FOR EACH ROW EXECUTE FUNCTION casemanagement_words_in_step({arguments});"
    )


def open_words(apps: Any, _schema_editor: Any) -> None:
    """Back into the old columns; the trigger empties the sealed ones."""
    for model, fields in WORDS.items():
        rows = apps.get_model("casemanagement", model).objects
        for row in rows.all().iterator():
            rows.filter(pk=row.pk).update(**{f"{name}_plain": getattr(row, name) or "" for name in fields})


def _columns(model: str, name: str, length: int, label: str) -> list[Any]:
    """The old column under another name in the program alone, the new one beside it."""
    old = casemanagement.words.PlainWords(max_length=length, db_column=name)
    blank = {} if (model, name) in MUST_BE_FILLED else {"blank": True}
    field = (
        casemanagement.words.SealedSentenceField
        if (model, name) in MUST_BE_FILLED
        else casemanagement.words.SealedTextField
    )
    new = field(max_length=length, verbose_name=label, db_column=f"{name}_sealed", **blank)
    return [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField(model, name, f"{name}_plain"),
                migrations.AlterField(model, f"{name}_plain", old),
            ],
        ),
        migrations.AddField(model, name, new),
    ]


class Migration(migrations.Migration):
    dependencies = [("casemanagement", "0010_rights_of_the_client")]

    operations = [
        migrations.AddField(
            model_name="consentsignature",
            name="strokes",
            field=casemanagement.fields.EncryptedJSONField(
                blank=True, null=True, verbose_name="gezeichnete Unterschrift"
            ),
        ),
        migrations.RemoveConstraint("consent", "consent_one_recipient"),
        migrations.RemoveConstraint("deadline", "deadline_extended_by_whom_and_why"),
        *(
            migrations.AddField(model, "seal", casemanagement.fields.SealField())
            for model in WORDS
        ),
        *(
            operation
            for model, fields in WORDS.items()
            for name, (length, label) in fields.items()
            for operation in _columns(model, name, length, label)
        ),
        migrations.AddConstraint(
            "consent",
            models.CheckConstraint(
                condition=Q(recipient_organisation__isnull=True) | Q(recipient_text_plain=""),
                name="consent_one_recipient",
            ),
        ),
        migrations.AddConstraint(
            "deadline",
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True, extended_by__isnull=True, extended_reason_plain="")
                | (
                    Q(extended_until__isnull=False, extended_by__isnull=False)
                    & (Q(extended_reason__isnull=False) | ~Q(extended_reason_plain=""))
                ),
                name="deadline_extended_by_whom_and_why",
            ),
        ),
        migrations.AddField(
            "riskperson", "name_token", models.BinaryField(editable=False, max_length=32, null=True)
        ),
        migrations.AddIndex("riskperson", models.Index(fields=["name_token"], name="risk_person_by_name")),
        migrations.RunSQL(KEEP_IN_STEP, "DROP FUNCTION casemanagement_words_in_step();"),
        *(
            migrations.RunSQL(
                _trigger(model, list(fields)), f"DROP TRIGGER words_in_step ON casemanagement_{model};"
            )
            for model, fields in WORDS.items()
        ),
        migrations.RunPython(migrations.RunPython.noop, open_words),
    ]
