from django.urls import URLPattern, path

from stegvis.frameworks.exchange import views
from stegvis.frameworks.exchange.provider.urls import urlpatterns as provider

urlpatterns: list[URLPattern] = [
    path("karriarmodeller/import/", views.start, name="import"),
    path("karriarmodeller/import/mall/", views.template, name="import_template"),
    path("karriarmodeller/import/<uuid:import_id>/", views.preview, name="import_preview"),
    path("karriarmodeller/import/<uuid:import_id>/spara/", views.save, name="import_save"),
    path("karriarmodeller/import/<uuid:import_id>/kasta/", views.drop, name="import_drop"),
    path("karriarmodeller/<slug:code>/<int:version>/som/<slug:file_format>/", views.export, name="export"),
    *provider,
]
