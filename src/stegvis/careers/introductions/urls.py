from django.urls import URLPattern, path

from stegvis.careers.introductions import programme_views, views

ONE = "introduktion/<int:introduction_id>/"
urlpatterns: list[URLPattern] = [
    path("min-introduktion/", views.my_introduction, name="my_introduction"),
    path("introduktion/", views.introductions, name="introductions"),
    path("introduktion/ny/", views.start, name="introduction_start"),
    path("introduktion/handleder/", views.supervising, name="supervising"),
    path("introduktion/program/", programme_views.programmes, name="programmes"),
    path("introduktion/program/<int:programme_id>/", programme_views.programme, name="programme"),
    path("introduktion/program/<int:programme_id>/avveckla/", programme_views.retire, name="programme_retire"),
    path("introduktion/exempel/<slug:example>/", programme_views.take, name="programme_take"),
    path(ONE, views.introduction, name="introduction"),
    path(f"{ONE}steg/<int:step_id>/", views.tick, name="introduction_tick"),
    path(f"{ONE}steg/<int:step_id>/avvikelse/", views.deviation, name="introduction_deviation"),
    path(f"{ONE}forlang/", views.extend, name="introduction_extend"),
    path(f"{ONE}avbryt/", views.stop, name="introduction_stop"),
    path(f"{ONE}avsluta/", views.finish, name="introduction_finish"),
    path(f"{ONE}handledare/", views.supervisor, name="introduction_supervisor"),
]
