from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import past
        from people.merging import own_rows

        past.register()
        own_rows.register()
