# SPDX-License-Identifier: AGPL-3.0-or-later
import permissions.clock
from django.db import migrations, models

KEEP = """
CREATE FUNCTION permissions_security_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'sealed_in' = to_jsonb(OLD) - 'sealed_in' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Events of accounts are only ever appended.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER security_keep BEFORE UPDATE OR DELETE ON permissions_securityevent
    FOR EACH ROW EXECUTE FUNCTION permissions_security_keep();
"""
LET_GO = """
DROP TRIGGER security_keep ON permissions_securityevent;
DROP FUNCTION permissions_security_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("permissions", "0005_words")]

    operations = [
        migrations.CreateModel(
            name="SecuritySeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=permissions.clock.now)),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField("securityevent", "sealed_in", models.BigIntegerField(null=True)),
        migrations.AddIndex(
            "securityevent",
            models.Index(
                condition=models.Q(("sealed_in__isnull", True)), fields=["id"], name="security_unsealed"
            ),
        ),
        migrations.AddField(
            "journalanchor",
            "last_account_seal",
            models.BigIntegerField(null=True, verbose_name="letztes Siegel der Konten"),
        ),
        migrations.AddField(
            "journalanchor",
            "account_events",
            models.BigIntegerField(null=True, verbose_name="Ereignisse der Konten"),
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
