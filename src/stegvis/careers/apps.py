from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "stegvis.careers"
    label = "careers"

    def ready(self) -> None:
        from stegvis.careers import receivers  # noqa: F401
        from stegvis.careers.academics import notices as academics
        from stegvis.careers.assessments import notices as assessments
        from stegvis.careers.credentials import notices as credentials
        from stegvis.careers.evidence import notices as evidence
        from stegvis.careers.experience import notices as experience
        from stegvis.careers.introductions import notices as introductions
        from stegvis.careers.mentoring import notices as mentoring
        from stegvis.careers.plans import notices as plans
        from stegvis.careers.record import notices as record
        from stegvis.careers.spreading import notices as spreading
        from stegvis.careers.talks import notices as talks

        for subject in (
            academics,
            assessments,
            credentials,
            evidence,
            experience,
            introductions,
            mentoring,
            plans,
            record,
            spreading,
            talks,
        ):
            subject.register()
