from django.urls import path

from stegvis.careers import views
from stegvis.careers.academics.urls import urlpatterns as academics
from stegvis.careers.assessments.urls import urlpatterns as assessments
from stegvis.careers.calibration.urls import urlpatterns as calibration
from stegvis.careers.cards.urls import urlpatterns as cards
from stegvis.careers.credentials.urls import urlpatterns as credentials
from stegvis.careers.evidence.urls import urlpatterns as evidence
from stegvis.careers.experience.urls import urlpatterns as experience
from stegvis.careers.introductions.urls import urlpatterns as introductions
from stegvis.careers.mentoring.urls import urlpatterns as mentoring
from stegvis.careers.moves.urls import urlpatterns as moves
from stegvis.careers.placements.urls import urlpatterns as placements
from stegvis.careers.plans.urls import urlpatterns as plans
from stegvis.careers.record.urls import urlpatterns as record
from stegvis.careers.spreading.urls import urlpatterns as spreading
from stegvis.careers.talks.urls import urlpatterns as talks

app_name = "careers"

urlpatterns = [
    path("min-utveckling/", views.me, name="me"),
    path("mitt-team/", views.team, name="team"),
    path("mitt-team/person/<uuid:person_id>/", views.person, name="person"),
    path("organisation/oversikt/", views.organisation, name="organisation"),
    *placements,
    *evidence,
    *plans,
    *talks,
    *moves,
    *calibration,
    *assessments,
    *introductions,
    *record,
    *mentoring,
    *spreading,
    *experience,
    *academics,
    *credentials,
    *cards,
]
