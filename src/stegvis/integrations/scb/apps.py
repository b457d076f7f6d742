from django.apps import AppConfig


class ScbConfig(AppConfig):
    name = "stegvis.integrations.scb"
    label = "scb"

    def ready(self) -> None:
        from stegvis.integrations.scb.population import fetch
        from stegvis.planning.ground.sources import register_source

        register_source("scb", fetch)
