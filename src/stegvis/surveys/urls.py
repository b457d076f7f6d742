from stegvis.surveys.reports.urls import urlpatterns as reports

app_name = "surveys"

urlpatterns = [
    *reports,
]
