from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "stegvis.foundation.accounts"
    label = "accounts"
