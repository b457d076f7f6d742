from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "stegvis.exchange"
    label = "exchange"

    def ready(self) -> None:
        from stegvis.exchange.taking_part import notices as taking_part

        for subject in (taking_part,):
            subject.register()
