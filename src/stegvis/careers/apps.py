from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "stegvis.careers"
    label = "careers"

    def ready(self) -> None:
        from stegvis.careers import receivers  # noqa: F401
        from stegvis.careers.evidence import notices
        from stegvis.careers.introductions import notices as introduction_notices

        notices.register()
        introduction_notices.register()
