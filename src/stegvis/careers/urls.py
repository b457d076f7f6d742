from django.urls import path

from stegvis.careers import views

app_name = "careers"

urlpatterns = [
    path("min-utveckling/", views.me, name="me"),
    path("mitt-team/", views.team, name="team"),
    path("mitt-team/person/<uuid:person_id>/", views.person, name="person"),
    path("organisation/oversikt/", views.organisation, name="organisation"),
]
