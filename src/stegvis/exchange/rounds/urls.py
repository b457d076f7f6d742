from django.urls import URLPattern, path

from stegvis.exchange.rounds import lead_views, views

ROUND = "omgangar/<int:allocation_round_id>/"
urlpatterns: list[URLPattern] = [
    path("omgangar/", views.rounds, name="rounds"),
    path("omgangar/ny/", lead_views.new, name="round_new"),
    path("omgangar/team/", views.team, name="round_team"),
    path(ROUND, views.one, name="round"),
    path(f"{ROUND}onska/", views.wish, name="round_wish"),
    path(f"{ROUND}utfall/", views.outcome, name="round_outcome"),
    path(f"{ROUND}underlag.json", views.document, name="round_document"),
    path(f"{ROUND}utfall.json", views.result, name="round_result"),
    path(f"{ROUND}leda/", lead_views.lead, name="round_lead"),
    path(f"{ROUND}andra/", lead_views.change, name="round_change"),
    path(f"{ROUND}platser/", lead_views.places, name="round_places"),
]
