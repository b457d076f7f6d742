from django.urls import path

from stegvis.careers.placements import answer_views, views

urlpatterns = [
    path("mitt-team/person/<uuid:person_id>/niva/<int:employment_id>/", views.place, name="place"),
    path(
        "mitt-team/person/<uuid:person_id>/niva/<int:employment_id>/aterkalla/<int:placement_id>/",
        views.withdraw,
        name="withdraw_placement",
    ),
    path("min-utveckling/niva/<int:placement_id>/svara/", answer_views.answer, name="answer_placement"),
    path("mitt-team/svar/", answer_views.answers, name="placement_answers"),
    path("mitt-team/svar/<int:answer_id>/", answer_views.reply, name="reply_to_answer"),
]
