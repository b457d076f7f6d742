from django.urls import URLPattern, path

from stegvis.careers.mentoring import round_views, views

ROUND = "mentorskap/omgangar/<int:mentor_round_id>/"
urlpatterns: list[URLPattern] = [
    path("mentorskap/", views.mentoring, name="mentoring"),
    path("mentorskap/bli-mentor/", views.offer, name="mentor_offer"),
    path("mentorskap/bli-mentor/lage/", views.offer_state, name="mentor_offer_state"),
    path("mentorskap/mentor/<int:offer_id>/", views.ask, name="mentor_ask"),
    path("mentorskap/omgangar/", round_views.rounds, name="mentor_rounds"),
    path("mentorskap/omgangar/ny/", round_views.new, name="mentor_round_new"),
    path(ROUND, round_views.lead, name="mentor_round"),
    path(f"{ROUND}onska/", round_views.wish, name="mentor_round_wish"),
    path(f"{ROUND}ordna/", round_views.rank, name="mentor_round_rank"),
    path("mentorskap/<uuid:mentorship_id>/", views.mentorship, name="mentorship"),
    path("mentorskap/<uuid:mentorship_id>/avsluta/", views.end, name="mentorship_end"),
]
