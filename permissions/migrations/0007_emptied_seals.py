# SPDX-License-Identifier: AGPL-3.0-or-later
"""Events of accounts are let go when their time is over, and only then."""

from django.db import migrations, models

KEEP = """
CREATE OR REPLACE FUNCTION permissions_security_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'sealed_in' = to_jsonb(OLD) - 'sealed_in' THEN
        RETURN NEW;
    END IF;
    {over}
    RAISE EXCEPTION 'Events of accounts are only ever appended.' USING ERRCODE = 'restrict_violation';
END $$;
"""
OVER = """IF TG_OP = 'DELETE' AND OLD.sealed_in IS NOT NULL AND OLD.at < kim.now() - interval '11 months' THEN
        RETURN OLD;
    END IF;"""


class Migration(migrations.Migration):
    dependencies = [("permissions", "0006_proofs")]

    operations = [
        migrations.AddField("securityseal", "emptied_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(KEEP.format(over=OVER), KEEP.format(over="")),
    ]
