from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "workspace"

    def ready(self) -> None:
        from audit import as_known
        from ui.today import tell_the_time_by

        tell_the_time_by(as_known.now)
