from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "stegvis.surveys"
    label = "surveys"

    def ready(self) -> None:
        from stegvis.surveys import receivers  # noqa: F401 - they listen from now on
        from stegvis.surveys.coding import notices as coding
        from stegvis.surveys.interviews import notices as interviews
        from stegvis.surveys.reports import demand as reports
        from stegvis.surveys.telling import demand as telling

        for subject in (coding, interviews):
            subject.register()
        for source in (telling, reports):
            source.ready()
