from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "stegvis.exchange"
    label = "exchange"

    def ready(self) -> None:
        from stegvis.exchange import record
        from stegvis.exchange.applying import notices as applying
        from stegvis.exchange.demand import notices as demand
        from stegvis.exchange.offers import notices as offers
        from stegvis.exchange.rounds import notices as rounds
        from stegvis.exchange.taking_part import issuing
        from stegvis.exchange.taking_part import notices as taking_part

        for subject in (applying, demand, issuing, offers, record, rounds, taking_part):
            subject.register()
