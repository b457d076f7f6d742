from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "stegvis.surveys"
    label = "surveys"

    def ready(self) -> None:
        from stegvis.surveys.telling import demand

        demand.ready()
