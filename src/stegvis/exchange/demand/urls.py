from django.urls import URLPattern, path

from stegvis.exchange.demand import views

BUNDLE = "utbud/samkop/<int:bundle_id>/"

urlpatterns: list[URLPattern] = [
    path("utbud/behov/", views.demand, name="demand"),
    path("utbud/behov/saknas/", views.say, name="say_missing"),
    path("utbud/behov/saknas/<int:wanted_id>/ta-tillbaka/", views.take_back, name="take_back"),
    path("utbud/samkop/nytt/", views.new_bundle, name="new_bundle"),
    path(BUNDLE, views.bundle, name="bundle"),
    path(f"{BUNDLE}platser/<int:employer_id>/", views.seats, name="bundle_seats"),
    path(f"{BUNDLE}fraga/", views.ask, name="bundle_ask"),
    path(f"{BUNDLE}svar/", views.answer, name="bundle_answer"),
    path(f"{BUNDLE}utbud/", views.offer, name="bundle_offer"),
]
