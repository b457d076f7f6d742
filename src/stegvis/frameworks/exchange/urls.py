from django.urls import URLPattern

from stegvis.frameworks.exchange.provider.urls import urlpatterns as provider

urlpatterns: list[URLPattern] = [*provider]
