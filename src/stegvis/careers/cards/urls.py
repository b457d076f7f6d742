from django.urls import path

from stegvis.careers.cards import views

urlpatterns = [
    path("min-utveckling/kort/", views.card, name="card"),
    path("min-utveckling/kort/<uuid:card_id>/stang/", views.close, name="card_close"),
    path("kort/", views.ask, name="card_ask"),
    path("kort/<str:card_code>/", views.shown, name="card_shown"),
]
