from django.urls import URLPattern, path

from stegvis.exchange.pathways import views

urlpatterns: list[URLPattern] = [
    path("utbud/vag/", views.mine, name="pathway"),
    path("utbud/vag/<uuid:person_id>/", views.of_person, name="pathway_of"),
]
