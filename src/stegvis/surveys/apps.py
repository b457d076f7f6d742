from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "stegvis.surveys"
    label = "surveys"

    def ready(self) -> None:
        from stegvis.surveys import receivers  # noqa: F401 - they listen from now on
        from stegvis.surveys.interviews import notices as interviews

        for subject in (interviews,):
            subject.register()
