from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "stegvis.foundation.jobs"
    label = "jobs"
