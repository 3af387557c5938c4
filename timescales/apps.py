from django.apps import AppConfig


class TimescalesConfig(AppConfig):
    name = "timescales"

    def ready(self) -> None:
        from timescales import merging

        merging.register()
