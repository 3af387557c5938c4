"""The council's own sign-on, by OpenID Connect: code flow with PKCE, state and nonce.

Authlib speaks the protocol. What it leaves open is closed here: the issuer is the one in the settings and not whatever
the provider's description says, the audience must be this system, and only a public key's signatures are taken.
"""

import logging
from datetime import datetime
from functools import lru_cache
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_uri
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from joserfc.errors import JoseError

from audit.services import record_event
from sign_in.models import CouncilIdentity
from staff.backends import may_log_in
from staff.models import User

log = logging.getLogger("sign_in.security")
# Signed with a key that only the provider holds. HS256 would take our own secret for the provider's word.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
CLOCKS_DIFFER_BY = 60
PATIENCE_SECONDS = 10


class CouncilSignOnError(Exception):
    """It did not come to a sign-on; the text is for the person's eyes."""

    def __init__(self, sentence: str, status: int = 403):
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


NOT_REACHED = "The council’s sign-on does not answer just now. Try again in a few minutes, or ask your IT service desk."
NOT_UNDERSTOOD = (
    "The council’s sign-on gave an answer that could not be trusted, so you were not signed in. Start again. "
    "If it happens again, ask your administrator."
)
NOT_LET_IN = "The council’s sign-on did not let you in. Start again, or ask your IT service desk."
NO_ACCOUNT = (
    "The council’s sign-on knows you, but there is no account here that you may use. "
    "Ask your administrator to open one, or to check the e-mail address in it."
)
NOT_STRONG = (
    "The council’s sign-on did not ask for a second factor, and this system needs one. "
    "Ask your IT service desk to turn it on for you."
)


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def go_to_provider(request: HttpRequest, back: str) -> HttpResponse:
    """Send the browser to the provider, to come back at `back`. Raises CouncilSignOnError when it does not answer."""
    extra = {"acr_values": settings.OIDC_REQUIRED_ACR} if settings.OIDC_REQUIRED_ACR else {}
    try:
        return _ready_client().authorize_redirect(request, back, **extra)
    except (requests.RequestException, ValueError, RuntimeError) as trouble:
        log.warning("The council's sign-on does not answer: %s", type(trouble).__name__)
        raise CouncilSignOnError(NOT_REACHED, 503) from trouble


def claims_of(request: HttpRequest) -> tuple[Any, str]:
    """What the provider says about who came back, checked, and the token it said it with.

    Raises CouncilSignOnError with 503 when the provider does not answer and 400 for an answer that cannot be trusted.
    """
    if request.GET.get("error"):
        log.info("The council's sign-on did not let somebody in")
        raise CouncilSignOnError(NOT_LET_IN)
    try:
        client = _ready_client()
        options = {
            "iss": {"essential": True, "value": client.server_metadata["issuer"]},
            "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
            "nonce": {"essential": True},
        }
        token = client.authorize_access_token(request, claims_options=options, leeway=CLOCKS_DIFFER_BY)
    except requests.RequestException as trouble:
        log.warning("The council's sign-on does not answer: %s", type(trouble).__name__)
        raise CouncilSignOnError(NOT_REACHED, 503) from trouble
    except (AuthlibBaseError, JoseError, ValueError, KeyError, RuntimeError, TypeError) as refusal:
        # The kind of fault only: an answer may hold codes and tokens.
        log.warning("An answer of the council's sign-on was refused: %s", _kind_of(refusal))
        raise CouncilSignOnError(NOT_UNDERSTOOD, 400) from refusal
    if not token.get("userinfo") or not token["userinfo"].get("sub"):
        raise CouncilSignOnError(NOT_UNDERSTOOD, 400)
    return token["userinfo"], token["id_token"]


def _kind_of(refusal: Exception) -> str:
    return f"{type(refusal).__name__} {getattr(refusal, 'error', '')} {getattr(refusal, 'claim', '')}".strip()


def check_strong_enough(claims: Any) -> None:
    """Raises CouncilSignOnError when the provider did not make as sure as the council's settings ask."""
    asked, said = set(settings.OIDC_REQUIRED_AMR), claims.get("amr") or []
    if asked and not asked & set(said):
        raise CouncilSignOnError(NOT_STRONG)
    if settings.OIDC_REQUIRED_ACR and claims.get("acr") != settings.OIDC_REQUIRED_ACR:
        raise CouncilSignOnError(NOT_STRONG)


@transaction.atomic
def account_for(*, claims: Any, at: datetime | None = None) -> User:
    """The account of whoever signed on. The first sign-on binds the provider's subject to it for good.

    Raises CouncilSignOnError, always with the same sentence: no such account, a closed one, one that is bound to
    somebody else, and two that would fit look alike from outside.
    """
    issuer, subject = settings.OIDC_ISSUER, str(claims["sub"])
    bound = CouncilIdentity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    user = bound.user if bound else _to_bind(claims) or _new_account(claims, at)
    if user is None or not may_log_in(user):
        log.warning("The council's sign-on let in somebody without an account to use here")
        raise CouncilSignOnError(NO_ACCOUNT)
    if bound is None:
        _bind(user, issuer, subject, at or timezone.now())
    return user


def _to_bind(claims: Any) -> User | None:
    """The one account that the stated claim names and that nobody is bound to yet."""
    claim, text = settings.OIDC_MATCH_CLAIM, str(claims.get(settings.OIDC_MATCH_CLAIM) or "").strip()
    if not text:
        return None
    if claim == "email" and claims.get("email_verified") is not True and not settings.OIDC_EMAIL_IS_VERIFIED:
        log.warning("An e-mail address that the council's sign-on has not verified was not used")
        return None
    field = {"email": "email", "username": "username"}[settings.OIDC_MATCH_FIELD]
    found = User.objects.select_for_update().filter(**{f"{field}__iexact": text}, is_active=True)
    users = [user for user in found if getattr(user, field).casefold() == text.casefold()]
    if len(users) != 1 or CouncilIdentity.objects.filter(user=users[0]).exists():
        return None
    return users[0]


def _new_account(claims: Any, at: datetime | None) -> User | None:
    """An account of the role that the settings name, for somebody who has none, in no team: it sees no child."""
    email = str(claims.get("email") or "")
    verified = claims.get("email_verified") is True or settings.OIDC_EMAIL_IS_VERIFIED
    taken = User.objects.filter(email__iexact=email).exists() or User.objects.filter(username__iexact=email).exists()
    if not settings.OIDC_NEW_ACCOUNT_ROLE or not email or not verified or taken:
        return None
    user = User(username=email[:150], email=email, role=settings.OIDC_NEW_ACCOUNT_ROLE)
    user.first_name, user.last_name = str(claims.get("given_name") or ""), str(claims.get("family_name") or "")
    user.set_unusable_password()
    user.full_clean()
    user.save()
    record_event(kind="account_opened", summary="Account opened at the first sign-on", by=user, at=at)
    return user


def _bind(user: User, issuer: str, subject: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            CouncilIdentity.objects.create(user=user, issuer=issuer, subject=subject, bound_at=at)
    except IntegrityError:
        raise CouncilSignOnError(NO_ACCOUNT) from None
    record_event(kind="council_identity_bound", summary="Council sign-on bound to the account", by=user, at=at)


def log_out_address(id_token: str, back: str) -> str:
    """Where the provider ends its own session, too; empty where it has no such place or does not answer."""
    try:
        place = _ready_client().load_server_metadata().get("end_session_endpoint", "")
    except (requests.RequestException, ValueError, CouncilSignOnError):
        return ""
    if not str(place).startswith(("https://", "http://")):
        return ""
    return add_params_to_uri(place, {"id_token_hint": id_token, "post_logout_redirect_uri": back})


def _ready_client() -> Any:
    """The client, once the provider has described itself. Raises CouncilSignOnError for somebody else's description."""
    client = _client(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET, settings.OIDC_SCOPES)
    described = client.load_server_metadata()
    if str(described.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
        log.error("The council's sign-on describes itself as another issuer than OIDC_ISSUER")
        raise CouncilSignOnError(NOT_UNDERSTOOD, 400)
    offered = described.get("id_token_signing_alg_values_supported") or ["RS256"]
    described["id_token_signing_alg_values_supported"] = [one for one in offered if one in SIGNATURES]
    return client


@lru_cache(maxsize=8)
def _client(issuer: str, client_id: str, secret: str, scopes: str) -> Any:
    oauth = OAuth()
    return oauth.register(
        name="council",
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": scopes, "code_challenge_method": "S256", "default_timeout": PATIENCE_SECONDS},
    )
