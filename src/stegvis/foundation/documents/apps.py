from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "stegvis.foundation.documents"
    label = "documents"
