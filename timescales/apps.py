from django.apps import AppConfig


class TimescalesConfig(AppConfig):
    name = "timescales"

    def ready(self) -> None:
        from audit import as_known
        from timescales import merging, trails
        from timescales.clocks_then import clocks_known_at
        from timescales.models import Clock

        as_known.has_a_past("timescales")
        as_known.derive(Clock, clocks_known_at)
        merging.register()
        trails.register()
