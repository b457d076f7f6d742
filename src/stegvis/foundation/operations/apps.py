from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "stegvis.foundation.operations"
    label = "operations"
