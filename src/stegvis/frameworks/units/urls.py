from django.urls import path

from stegvis.frameworks.units import views

urlpatterns = [
    path("karriarmodeller/enheter/<int:unit_adoption_id>/sluta/", views.unit_stop, name="unit_stop"),
    path("karriarmodeller/<slug:code>/<int:version>/enhet/", views.unit_use, name="unit_use"),
]
