from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "stegvis.exchange"
    label = "exchange"

    def ready(self) -> None:
        from stegvis.exchange.applying import notices as applying
        from stegvis.exchange.offers import notices as offers
        from stegvis.exchange.rounds import notices as rounds

        for subject in (applying, offers, rounds):
            subject.register()
