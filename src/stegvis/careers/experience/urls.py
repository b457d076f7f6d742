from django.urls import URLPattern, path

from stegvis.careers.experience import leaving_views, views

urlpatterns: list[URLPattern] = [
    path("erfarenhet/", views.offers, name="offers"),
    path("erfarenhet/ny/", views.publish, name="offer_new"),
    path("erfarenhet/onskemal/", views.wish, name="wish"),
    path("erfarenhet/svar/<int:interest_id>/", views.answer, name="interest_answer"),
    path("erfarenhet/ta-tillbaka/<int:interest_id>/", views.withdraw, name="interest_withdraw"),
    path("erfarenhet/<int:offer_id>/", views.offer, name="offer"),
    path("erfarenhet/<int:offer_id>/andra/", views.change, name="offer_change"),
    path("erfarenhet/<int:offer_id>/stang/", views.close, name="offer_close"),
    path("erfarenhet/<int:offer_id>/intresse/", views.interest, name="offer_interest"),
    path("organisation/pensioner/", leaving_views.leaving, name="leaving"),
]
