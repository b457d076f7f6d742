"""Addresses of this subject."""

from django.urls import URLPattern, path

from stegvis.planning.ground import backtest_views, figure_views, import_views, views

GROUND = "planering/underlag/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("planering/underlag/", views.index, name="ground"),
    path("planering/underlag/borja/", views.begin, name="ground_open"),
    path(GROUND, views.detail, name="ground_detail"),
    path(f"{GROUND}personal/", views.staff, name="ground_staff"),
    path(f"{GROUND}andra/<slug:assumption>/", views.override, name="ground_override"),
    path(f"{GROUND}andring/<uuid:override_id>/angra/", views.undo, name="ground_undo"),
    path(f"{GROUND}befolkning/<uuid:figures_id>/undan/", figure_views.aside, name="ground_figures_aside"),
    path(f"{GROUND}befolkning/<uuid:figures_id>/tillbaka/", figure_views.back, name="ground_figures_back"),
    path(f"{GROUND}fil/<slug:kind>.xlsx", views.file, name="ground_file"),
    path(f"{GROUND}fil/<slug:kind>/", import_views.start, name="ground_import"),
    path(f"{GROUND}fil/<slug:kind>/spara/", import_views.save, name="ground_import_save"),
    path("planering/prognosprov/", backtest_views.backtest, name="backtest"),
]
