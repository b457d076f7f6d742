from django.urls import path

from stegvis.exchange.taking_part import host_views, views

urlpatterns = [
    path("utbud/tillfalle/<int:occasion_id>/narvaro/", host_views.attendance, name="attendance"),
    path("utbud/tillfalle/<int:occasion_id>/narvaro/andel/", host_views.share, name="attendance_share"),
    path("utbud/tillfalle/<int:occasion_id>/narvaro/kod/", host_views.code, name="attendance_code"),
    path("utbud/<int:offer_id>/utvardering/", host_views.evaluation, name="evaluation"),
    path("utbud/tillfalle/<int:occasion_id>/har/", views.here, name="here"),
    path("utbud/efter/<uuid:application_id>/", views.afterwards, name="afterwards"),
    path("utbud/efter/<uuid:application_id>/svar/", views.evaluate, name="evaluate"),
    path("utbud/efter/<uuid:application_id>/hem/", views.take_home, name="take_home"),
    path("utbud/efter/<uuid:application_id>/aktivitet/", views.finish_activity, name="finish_activity"),
    path("utbud/efter/<uuid:application_id>/intyg/", views.certificate, name="certificate"),
]
