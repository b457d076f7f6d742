from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "stegvis.careers"
    label = "careers"

    def ready(self) -> None:
        from stegvis.careers import receivers  # noqa: F401
        from stegvis.careers.evidence import notices

        notices.register()
