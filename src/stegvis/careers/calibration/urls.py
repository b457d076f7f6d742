from django.urls import URLPattern, path

from stegvis.careers.calibration import views

urlpatterns: list[URLPattern] = [
    path("organisation/kalibrering/", views.evenness, name="calibration"),
    path("organisation/kalibrering/samverkan/", views.between, name="calibration_between"),
    path("organisation/kalibrering/bedomare/", views.judges, name="calibration_judges"),
    path("organisation/kalibrering/omgangar/", views.rounds, name="calibration_rounds"),
    path("organisation/kalibrering/omgangar/ny/", views.plan, name="calibration_plan"),
    path("organisation/kalibrering/omgangar/<int:round_id>/", views.calibration_round, name="calibration_round"),
    path("organisation/kalibrering/omgangar/<int:round_id>/stang/", views.close, name="calibration_close"),
    path("kalibrering/bedom/", views.judge, name="calibration_judge"),
    path("kalibrering/mina/", views.own, name="calibration_own"),
]
