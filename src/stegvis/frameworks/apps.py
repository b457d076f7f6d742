from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "stegvis.frameworks"
    label = "frameworks"

    def ready(self) -> None:
        from stegvis.frameworks import receivers  # noqa: F401
