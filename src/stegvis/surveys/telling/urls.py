from django.urls import path

from stegvis.surveys.telling.choice_views import choices
from stegvis.surveys.telling.views import crossings, file, microdata, results, start, take_in, waves

urlpatterns = [
    path("enkater/omgang/<int:pk>/resultat/", results, name="results"),
    path("enkater/omgang/<int:pk>/resultat/rakna/", start, name="results_start"),
    path("enkater/omgang/<int:pk>/resultat/over-tid/", waves, name="results_waves"),
    path("enkater/omgang/<int:pk>/resultat/over-tid/ta-in/", take_in, name="results_take_in"),
    path("enkater/omgang/<int:pk>/resultat/korsa/", crossings, name="results_crossings"),
    path("enkater/omgang/<int:pk>/resultat/fil/<slug:kind>/", file, name="results_file"),
    path("enkater/omgang/<int:pk>/resultat/enskilda/", microdata, name="results_microdata"),
    path("enkater/omgang/<int:pk>/resultat/val/", choices, name="results_choices"),
]
