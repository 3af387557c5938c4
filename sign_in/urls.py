"""Signing in, one's own account, and help with both."""

from django.urls import path

from sign_in.views import account, arriving, council, passwords, second_factor

urlpatterns = [
    path("log-in/", arriving.SignIn.as_view(), name="log-in"),
    path("log-out/", arriving.SignOut.as_view(), name="log-out"),
    path("log-in/code/", second_factor.second_step, name="second-factor"),
    path("log-in/set-up/", second_factor.first_app, name="second-factor-first"),
    path("log-in/council/", council.go, name="council-sign-on"),
    path("log-in/council/back/", council.back, name="council-back"),
    path("log-in/forgotten/", passwords.forgotten, name="password-forgotten"),
    path("log-in/forgotten/sent/", passwords.letter_sent, name="password-letter-sent"),
    path("log-in/new-password/<uidb64>/<token>/", passwords.NewPassword.as_view(), name="password-new"),
    path("session/", account.session_status, name="session-status"),
    path("account/", account.account, name="account"),
    path("account/password/", passwords.change, name="password-change"),
    path("account/authenticator/", second_factor.change_app, name="second-factor-change"),
    path("account/recovery-codes/", second_factor.recovery_codes, name="recovery-codes"),
    path("accounts/", account.find, name="accounts"),
    path("accounts/<int:pk>/", account.help_with, name="account-help"),
]
