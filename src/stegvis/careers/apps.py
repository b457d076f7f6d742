from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "stegvis.careers"
    label = "careers"

    def ready(self) -> None:
        from stegvis.careers import receivers  # noqa: F401
        from stegvis.careers.assessments import notices as assessments
        from stegvis.careers.credentials import notices as credentials
        from stegvis.careers.evidence import notices as evidence
        from stegvis.careers.introductions import notices as introductions
        from stegvis.careers.plans import notices as plans
        from stegvis.careers.talks import notices as talks

        for subject in (assessments, credentials, evidence, introductions, plans, talks):
            subject.register()
