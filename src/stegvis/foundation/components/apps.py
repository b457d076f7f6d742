from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "stegvis.foundation.components"
    label = "components"

    def ready(self) -> None:
        from stegvis.foundation.components import checks  # noqa: F401  (registers itself)
