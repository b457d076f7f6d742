from django.apps import AppConfig


class KoladaConfig(AppConfig):
    name = "stegvis.integrations.kolada"
    label = "kolada"

    def ready(self) -> None:
        from stegvis.integrations.kolada.population import fetch
        from stegvis.planning.ground.sources import register_source

        register_source("kolada", fetch)
