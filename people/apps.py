from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import lookups, past, trails
        from people.merging import own_rows

        lookups.register()
        past.register()
        trails.register()
        own_rows.register()
