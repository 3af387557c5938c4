from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "access"

    def ready(self) -> None:
        from access import clocks, merge_rules, trails

        clocks.register()
        merge_rules.register()
        trails.register()
