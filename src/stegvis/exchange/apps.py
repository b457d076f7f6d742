from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "stegvis.exchange"
    label = "exchange"

    def ready(self) -> None:
        from stegvis.exchange.applying import notices as applying

        for subject in (applying,):
            subject.register()
