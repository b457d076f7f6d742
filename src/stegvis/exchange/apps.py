from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "stegvis.exchange"
    label = "exchange"

    def ready(self) -> None:
        from stegvis.exchange.applying import notices as applying
        from stegvis.exchange.offers import notices as offers

        for subject in (applying, offers):
            subject.register()
