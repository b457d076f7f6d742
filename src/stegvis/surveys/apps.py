from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "stegvis.surveys"
    label = "surveys"

    def ready(self) -> None:
        from stegvis.surveys.coding import notices as coding

        for subject in (coding,):
            subject.register()
