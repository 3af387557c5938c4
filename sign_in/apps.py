from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "sign_in"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from sign_in import checks  # noqa: F401
        from sign_in.activity import begin

        # Django's own log-in is the one point that every way in passes, the tests' as well.
        user_logged_in.connect(begin, dispatch_uid="sign_in.begin")
