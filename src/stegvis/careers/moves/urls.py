from django.urls import path

from stegvis.careers.moves import views

urlpatterns = [
    path("organisation/versionsbyten/", views.moves, name="moves"),
    path("organisation/versionsbyten/starta/<int:adoption_id>/", views.start, name="move_start"),
    path("organisation/versionsbyten/starta/valj/<slug:code>/<int:version>/", views.choose, name="move_choose"),
    path(
        "organisation/versionsbyten/starta/enhet/<int:unit_adoption_id>/",
        views.start_in_unit,
        name="move_start_in_unit",
    ),
    path("organisation/versionsbyten/starta/enhet/<slug:code>/<int:version>/", views.begin_in_unit, name="move_begin"),
    path("organisation/versionsbyten/starta/folj/<int:unit_adoption_id>/", views.follow_again, name="move_follow"),
    path("organisation/versionsbyten/starta/pilot/<int:pilot_id>/", views.widen_pilot, name="move_widen"),
    path("organisation/versionsbyten/<uuid:move_id>/", views.move, name="move"),
    path("organisation/versionsbyten/<uuid:move_id>/rakna-om/", views.recompute, name="move_recompute"),
    path("organisation/versionsbyten/<uuid:move_id>/<slug:act>/", views.decide, name="move_decide"),
    path("mitt-team/versionsbyte/<uuid:move_id>/", views.team_part, name="team_move"),
]
