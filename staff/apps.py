from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "staff"

    def ready(self) -> None:
        from staff import merge_rules, trails

        merge_rules.register()
        trails.register()
