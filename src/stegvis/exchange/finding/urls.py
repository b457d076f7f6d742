from django.urls import URLPattern, path

from stegvis.exchange.finding import public_views, views

urlpatterns: list[URLPattern] = [
    path("utbud/", views.offers, name="offers"),
    path("utbud/<int:offer_id>/", views.offer, name="offer"),
    path("utbud/tillfalle/<int:occasion_id>/kalender.ics", views.occasion_file, name="occasion_file"),
    path("utbud/oppet/<slug:slug>/", public_views.shown, name="open_offers"),
    path("utbud/oppet/<slug:slug>/kalender.ics", public_views.feed, name="open_feed"),
    path("utbud/inbaddat/<slug:slug>/", public_views.embedded, name="embedded_offers"),
]
