"""`manage.py check --deploy`: what a council should know about its own settings before anybody signs in."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.db import connections

from staff.roles import ROLES


@register(Tags.security)
def settings_make_sense(**kwargs: Any) -> list[CheckMessage]:
    """Faults everywhere, also on a developer's machine."""
    found: list[CheckMessage] = []
    named = {part.strip() for part in settings.REQUIRE_SECOND_FACTOR.split(",") if part.strip()}
    unknown = sorted(named - {"everyone", "nobody"} - set(ROLES))
    if unknown or not named:
        text = "REQUIRE_SECOND_FACTOR must be everyone, nobody, or role keys with commas between."
        found.append(Error(text, hint=f"Not understood: {', '.join(unknown) or 'nothing'}", id="sign_in.E001"))
    if settings.OIDC_ISSUER and not settings.OIDC_CLIENT_ID:
        found.append(Error("OIDC_ISSUER is set and OIDC_CLIENT_ID is not.", id="sign_in.E002"))
    if settings.OIDC_MATCH_FIELD not in ("email", "username"):
        found.append(Error("OIDC_MATCH_FIELD must be email or username.", id="sign_in.E003"))
    if settings.OIDC_SECOND_FACTOR not in ("provider", "here"):
        found.append(Error("OIDC_SECOND_FACTOR must be provider or here.", id="sign_in.E004"))
    if settings.OIDC_NEW_ACCOUNT_ROLE not in ("", *(set(ROLES) - {"partner_agency"})):
        text = "OIDC_NEW_ACCOUNT_ROLE must be a role of the council's own people, or empty."
        found.append(Error(text, id="sign_in.E005"))
    if not settings.PASSWORD_SIGN_IN and not settings.OIDC_ISSUER:
        found.append(Error("PASSWORD_SIGN_IN is off and there is no other way in.", id="sign_in.E006"))
    return found


@register(Tags.security, deploy=True)
def fit_for_a_council(**kwargs: Any) -> list[CheckMessage]:
    """What a council's own machines should have."""
    found: list[CheckMessage] = []
    if "everyone" not in settings.REQUIRE_SECOND_FACTOR.split(",") and not settings.OIDC_ISSUER:
        text = "Not everybody is asked for a second factor."
        found.append(Warning(text, hint="Leave REQUIRE_SECOND_FACTOR at everyone.", id="sign_in.W001"))
    if settings.DEMO:
        found.append(Warning("The demonstration's log-ins work here.", id="sign_in.W002"))
    if settings.OIDC_ISSUER and not settings.OIDC_ISSUER.startswith("https://"):
        found.append(Warning("OIDC_ISSUER is not an https:// address.", id="sign_in.W003"))
    if not settings.PASSWORD_SIGN_IN and not settings.BREAK_GLASS_ACCOUNTS:
        text = "Nobody can sign in while the council's sign-on is down."
        found.append(Warning(text, hint="Name one or two BREAK_GLASS_ACCOUNTS.", id="sign_in.W004"))
    if settings.IDLE_MINUTES > 60 or settings.IDLE_MINUTES < 5:
        found.append(Warning("IDLE_MINUTES should be between 5 and 60.", id="sign_in.W005"))
    if not settings.CLAMD_URL:
        text = "Uploaded documents are not checked for viruses."
        found.append(Info(text, hint="Set CLAMD_URL to the address of a clamd.", id="sign_in.I001"))
    return found


@register(Tags.database, deploy=True)
def no_demonstration_accounts(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Accounts whose password everybody knows. Asked with `check --deploy --database default`."""
    if settings.DEMO or not databases or "default" not in databases:
        return []
    from staff.models import User

    if User._meta.db_table not in connections["default"].introspection.table_names():
        return []
    count = User.objects.filter(is_demo=True).count()
    if not count:
        return []
    text = f"{count} accounts of the demonstration are in this database. They are refused, and should not be there."
    return [Warning(text, id="sign_in.W006")]
