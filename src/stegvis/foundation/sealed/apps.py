from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "stegvis.foundation.sealed"
    label = "sealed"
