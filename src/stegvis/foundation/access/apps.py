from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "stegvis.foundation.access"
    label = "access"

    def ready(self) -> None:
        from stegvis.foundation.access import checks  # noqa: F401
        from stegvis.foundation.database import lookups  # noqa: F401
