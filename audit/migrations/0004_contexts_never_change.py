"""Contexts, the who and where of row history, are sealed like the rest: they get a number, and never change."""

from django.db import migrations
from pghistory.models import Context

# In place of pghistory's own function, which changes a context that is there already when the same request says
# something else later on. Here one that says something else gets a key of its own, worked out from both.
ATTACH = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE AS $$
DECLARE
    asked UUID := NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), '')::UUID;
    told JSONB := NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), '')::JSONB;
    kept JSONB;
BEGIN
    IF asked IS NULL OR told IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT metadata INTO kept FROM pghistory_context WHERE id = asked;
    IF FOUND THEN
        IF kept = told THEN
            RETURN asked;
        END IF;
        asked := MD5(asked::TEXT || told::TEXT)::UUID;
    END IF;
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at) VALUES (asked, told, NOW(), NOW())
        ON CONFLICT (id) DO NOTHING;
    RETURN asked;
END;
$$ LANGUAGE plpgsql;
"""


def pghistorys_own(apps, schema_editor):
    Context.install_pgh_attach_context_func(using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_seals"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE pghistory_context ADD COLUMN number BIGINT GENERATED ALWAYS AS IDENTITY;"
            "CREATE UNIQUE INDEX pghistory_context_number ON pghistory_context (number);",
            "ALTER TABLE pghistory_context DROP COLUMN number;",
        ),
        migrations.RunSQL(ATTACH, migrations.RunSQL.noop),
        migrations.RunPython(migrations.RunPython.noop, pghistorys_own),
    ]
