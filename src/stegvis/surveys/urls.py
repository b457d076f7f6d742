from django.urls import URLPattern, URLResolver

from stegvis.surveys.interviews.urls import urlpatterns as interviews

app_name = "surveys"

urlpatterns: list[URLPattern | URLResolver] = [
    *interviews,
]
