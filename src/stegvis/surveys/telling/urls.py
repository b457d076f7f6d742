from django.urls import path

from stegvis.surveys.telling import views

urlpatterns = [
    path("enkater/omgang/<int:pk>/resultat/", views.results, name="results"),
    path("enkater/omgang/<int:pk>/resultat/rakna/", views.start, name="results_start"),
    path("enkater/omgang/<int:pk>/resultat/over-tid/", views.waves, name="results_waves"),
    path("enkater/omgang/<int:pk>/resultat/over-tid/ta-in/", views.take_in, name="results_take_in"),
    path("enkater/omgang/<int:pk>/resultat/korsa/", views.crossings, name="results_crossings"),
    path("enkater/omgang/<int:pk>/resultat/fil/<slug:kind>/", views.file, name="results_file"),
    path("enkater/omgang/<int:pk>/resultat/enskilda/", views.microdata, name="results_microdata"),
]
