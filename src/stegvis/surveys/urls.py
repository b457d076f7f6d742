from stegvis.surveys.answering.urls import urlpatterns as answering
from stegvis.surveys.fielding.urls import urlpatterns as fielding
from stegvis.surveys.reviewing.urls import urlpatterns as reviewing
from stegvis.surveys.telling.urls import urlpatterns as telling

app_name = "surveys"

urlpatterns = [
    *answering,
    *fielding,
    *reviewing,
    *telling,
]
