from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "stegvis.web"
    label = "web"
