from stegvis.surveys.answering.urls import urlpatterns as answering
from stegvis.surveys.fielding.urls import urlpatterns as fielding
from stegvis.surveys.reports.urls import urlpatterns as reports
from stegvis.surveys.reviewing.urls import urlpatterns as reviewing

app_name = "surveys"

urlpatterns = [
    *answering,
    *fielding,
    *reports,
    *reviewing,
]
