from django.urls import URLPattern, path

from stegvis.planning.registers import views

urlpatterns: list[URLPattern] = [
    path("planering/register/", views.registers, name="registers"),
    path("planering/register/pensioner/", views.retirements, name="retirements"),
    path("planering/register/<slug:register>/", views.register, name="register"),
    path("planering/register/<slug:register>/anvand/", views.use, name="register_use"),
    path("planering/register/<slug:register>/<int:row_id>/bort/", views.remove, name="register_remove"),
]
