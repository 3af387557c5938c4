"""What people are asked when they sign in, and about how they do."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from sign_in import services
from sign_in.attempts import Key, LockedOutError, account_mark, attempt_succeeded, begin_attempt
from ui.words import moment

NOT_RIGHT = "The user name or the password is not right. Check both and try again."
LOCKED = (
    "Too many attempts. Try again after {until}. If you have forgotten your password, set a new one; "
    "if you need to get in now, ask your administrator."
)


class SignInForm(AuthenticationForm):
    """Name and password. The answer is the same for a wrong password, an unknown name and a closed account."""

    locked = False
    error_messages = {"invalid_login": NOT_RIGHT, "inactive": NOT_RIGHT}
    request: HttpRequest

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "Enter your user name"
        self.fields["password"].error_messages["required"] = "Enter your password"

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name and password:
            try:
                self.user_cache = services.check_password(request=self.request, name=name, password=password)
            except LockedOutError as refusal:
                self.locked = True
                raise ValidationError(LOCKED.format(until=moment(refusal.until)), code="locked") from None
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return self.cleaned_data


class CodeForm(forms.Form):
    """A code of the authenticator app, or one from paper."""

    code = forms.CharField(max_length=40, error_messages={"required": "Enter the code"})


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Your e-mail address must be like name@example.com",
        },
    )


class NewPasswordForm(SetPasswordForm):
    """Twice the same, long enough, and not one that everybody knows."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].error_messages["required"] = "Enter a new password"
        self.fields["new_password2"].error_messages["required"] = "Enter the new password again"


class ChangePasswordForm(NewPasswordForm, PasswordChangeForm):
    """The present password as well: an unattended desk is not enough to take an account over."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].error_messages["required"] = "Enter your present password"

    def clean_old_password(self) -> str:
        keys = [Key("pair", account_mark(self.user.get_username()), "change")]
        try:
            begin_attempt(keys)
        except LockedOutError as refusal:
            raise ValidationError(f"Too many attempts. Try again after {moment(refusal.until)}.") from None
        if not self.user.check_password(self.cleaned_data["old_password"]):
            raise ValidationError("Your present password is not right")
        attempt_succeeded(keys)
        return self.cleaned_data["old_password"]


class ChangeAppForm(CodeForm):
    code_now = forms.CharField(max_length=40, error_messages={"required": "Enter a code of your present app"})
