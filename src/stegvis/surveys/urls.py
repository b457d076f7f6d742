from django.urls import URLPattern, URLResolver

from stegvis.surveys.answering.urls import urlpatterns as answering
from stegvis.surveys.bank.urls import urlpatterns as bank
from stegvis.surveys.fielding.urls import urlpatterns as fielding
from stegvis.surveys.questionnaires.urls import urlpatterns as questionnaires
from stegvis.surveys.reviewing.urls import urlpatterns as reviewing
from stegvis.surveys.telling.urls import urlpatterns as telling

app_name = "surveys"

urlpatterns: list[URLPattern | URLResolver] = [
    *answering,
    *bank,
    *fielding,
    *questionnaires,
    *reviewing,
    *telling,
]
