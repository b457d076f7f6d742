from django.apps import AppConfig


class SusanavetConfig(AppConfig):
    name = "stegvis.integrations.susanavet"
    label = "susanavet"

    def ready(self) -> None:
        from stegvis.exchange.offers.importing.formats import register_reader
        from stegvis.integrations.susanavet.reading import read_emil

        register_reader(read_emil)
