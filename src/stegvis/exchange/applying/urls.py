from django.urls import URLPattern, path

from stegvis.exchange.applying import answer_views, views

urlpatterns: list[URLPattern] = [
    path("utbud/tillfalle/<int:occasion_id>/sok/", views.apply, name="apply"),
    path("utbud/tillfalle/<int:occasion_id>/deltagare/", answer_views.participants, name="participants"),
    path("mina-platser/", views.places, name="places"),
    path("mina-platser/<uuid:application_id>/", views.act, name="place_act"),
    path("mina-platser/<uuid:application_id>/dra-tillbaka/", views.withdraw, name="withdraw"),
    path("mina-platser/<uuid:application_id>/kalender.ics", views.calendar_file, name="place_file"),
    path("mitt-team/ansokningar/", answer_views.asked, name="asked"),
    path("mitt-team/platser/", answer_views.team_places, name="team_places"),
]
