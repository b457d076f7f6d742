from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "stegvis.people"
    label = "people"
