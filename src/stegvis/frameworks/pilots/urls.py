from django.urls import path

from stegvis.frameworks.pilots import views

urlpatterns = [
    path("karriarmodeller/piloter/", views.pilots, name="pilots"),
    path("karriarmodeller/piloter/ny/<slug:code>/<int:version>/", views.plan, name="pilot_plan"),
    path("karriarmodeller/piloter/<int:pilot_id>/", views.pilot, name="pilot"),
    path("karriarmodeller/piloter/<int:pilot_id>/andra/", views.change, name="pilot_change"),
    path("karriarmodeller/piloter/<int:pilot_id>/utvardera/", views.evaluate, name="pilot_evaluate"),
    path("karriarmodeller/piloter/<int:pilot_id>/starta/", views.start, name="pilot_start"),
    path("karriarmodeller/piloter/<int:pilot_id>/avsluta/", views.end, name="pilot_end"),
    path("karriarmodeller/piloter/<int:pilot_id>/bredda/", views.widen, name="pilot_widen"),
]
