"""Tokens of the earlier kind, which had no end and stood in the database as they were sent, become tokens of today's.

Their keys go on working for 90 days, for what the role of their account does over the API; only digests are kept.
Going back leaves no token: the keys themselves are gone, on purpose.
"""

from django.db import migrations

PARTNER = ["contacts:write", "contacts:read"]
DOOR = ["queue:read"]
CHILDREN = ["children:read", "chronology:read", "clocks:read"]
MAY_SEE_DOOR = ["mash_officer", "advanced_practitioner", "team_manager", "service_manager", "auditor"]
SEE_NO_CHILD = ["performance_analyst", "administrator"]


def scopes_of(role: str) -> list[str]:
    if role == "partner_agency":
        return PARTNER
    if role in SEE_NO_CHILD:
        return ["alerts:read"]
    return [*(DOOR if role in MAY_SEE_DOOR else []), *CHILDREN]


def move(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('authtoken_token')")
        if cursor.fetchone()[0] is None:
            return
        cursor.execute(
            "SELECT t.user_id, u.role, left(t.key, 10), encode(sha256(convert_to(t.key, 'UTF8')), 'hex') "
            "FROM authtoken_token t JOIN staff_user u ON u.id = t.user_id"
        )
        for user, role, prefix, digest in cursor.fetchall():
            cursor.execute(
                "INSERT INTO staff_apitoken (user_id, name, prefix, digest, scopes, made_at, ends_at) VALUES "
                "(%s, 'Made before tokens had an end', %s, %s, %s, now(), now() + interval '90 days')",
                [user, prefix, digest, scopes_of(role)],
            )
        cursor.execute("DROP TABLE authtoken_token")


class Migration(migrations.Migration):

    dependencies = [("staff", "0005_api_tokens")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
