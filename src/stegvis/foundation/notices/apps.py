from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "stegvis.foundation.notices"
    label = "notices"
