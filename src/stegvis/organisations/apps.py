from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "stegvis.organisations"
    label = "organisations"

    def ready(self) -> None:
        from stegvis.foundation.accounts import newcomers
        from stegvis.organisations.views.invitations import welcome

        newcomers.register(welcome)
