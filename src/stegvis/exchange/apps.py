from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "stegvis.exchange"
    label = "exchange"

    def ready(self) -> None:
        from stegvis.exchange.rounds import notices as rounds

        for subject in (rounds,):
            subject.register()
