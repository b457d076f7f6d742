from django.urls import URLPattern, URLResolver

from stegvis.surveys.bank.urls import urlpatterns as bank
from stegvis.surveys.questionnaires.urls import urlpatterns as questionnaires

app_name = "surveys"

urlpatterns: list[URLPattern | URLResolver] = [
    *bank,
    *questionnaires,
]
