"""Every address of the product. Each room owns its own."""

from django.urls import include, path
from django.views.i18n import set_language

from stegvis.web import views
from stegvis.web.api import api

ROOMS = (
    "stegvis.planning",
    "stegvis.surveys",
    "stegvis.exchange",
    "stegvis.careers",
    "stegvis.people",
    "stegvis.organisations",
    "stegvis.frameworks",
    "stegvis.foundation.jobs",
    "stegvis.foundation.notices",
    "stegvis.foundation.operations",
    "stegvis.foundation.components",
)

handler400 = views.bad_request

urlpatterns = [
    path("", views.home, name="home"),
    path("om/", views.about, name="about"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("sprak/", set_language, name="set_language"),
    path("konto/", include("allauth.urls")),
    path("api/v1/", api.urls),
    *(path("", include(f"{room}.urls")) for room in ROOMS),
]
