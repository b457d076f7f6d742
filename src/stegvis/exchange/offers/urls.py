from django.urls import URLPattern, path

from stegvis.exchange.offers import common_views, import_views, occasion_views, views

OFFER, OCCASION = "utbud/<int:offer_id>/", "utbud/tillfalle/<int:occasion_id>/"
urlpatterns: list[URLPattern] = [
    path("utbud/hantera/", views.managed, name="managed"),
    path("utbud/nytt/", views.new_offer, name="new_offer"),
    path("utbud/las-in/", import_views.start, name="import_offers"),
    path("utbud/las-in/mall/", import_views.template, name="import_template"),
    path("utbud/las-in/spara/", import_views.save, name="import_save"),
    path("utbud/gemensamma-dagar/", common_views.common_days, name="common_days"),
    path("utbud/gemensamma-dagar/<int:day_id>/", common_views.common_day, name="common_day"),
    path(f"{OFFER}andra/", views.change_offer, name="change_offer"),
    path(f"{OFFER}krav/", views.offer_requirements, name="offer_requirements"),
    path(f"{OFFER}tillfallen/", occasion_views.offer_occasions, name="offer_occasions"),
    path(f"{OFFER}lage/", views.offer_state, name="offer_state"),
    path(f"{OFFER}stall-in/", views.cancel_offer, name="cancel_offer"),
    path(f"{OCCASION}andra/", occasion_views.change, name="change_occasion"),
    path(f"{OCCASION}stall-in/", occasion_views.cancel, name="cancel_occasion"),
]
