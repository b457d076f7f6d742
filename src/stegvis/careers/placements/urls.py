from django.urls import path

from stegvis.careers.placements import views

urlpatterns = [
    path("mitt-team/person/<uuid:person_id>/niva/<int:employment_id>/", views.place, name="place"),
    path(
        "mitt-team/person/<uuid:person_id>/niva/<int:employment_id>/aterkalla/<int:placement_id>/",
        views.withdraw,
        name="withdraw_placement",
    ),
]
