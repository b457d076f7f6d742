from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "stegvis.people"
    label = "people"

    def ready(self) -> None:
        from stegvis.people import receivers  # noqa: F401
