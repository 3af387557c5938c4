from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"

    def ready(self) -> None:
        from audit import as_known
        from casework import attack_day, clocks, merging, trails

        as_known.has_a_past("casework")
        clocks.register()
        merging.register()
        trails.register()
        attack_day.register()
