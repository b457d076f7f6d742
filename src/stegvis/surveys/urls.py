from django.urls import URLPattern, URLResolver

from stegvis.surveys.coding.urls import urlpatterns as coding

app_name = "surveys"

urlpatterns: list[URLPattern | URLResolver] = [*coding]
