from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "stegvis.careers"
    label = "careers"
