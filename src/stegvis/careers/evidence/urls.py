from django.urls import path

from stegvis.careers.evidence import views

urlpatterns = [
    path("min-utveckling/underlag/", views.listed, name="evidence"),
    path("min-utveckling/underlag/nytt/", views.state, name="evidence_state"),
    path("min-utveckling/underlag/<int:evidence_id>/", views.correct, name="evidence_correct"),
    path("min-utveckling/underlag/<int:evidence_id>/ta-bort/", views.take_back, name="evidence_take_back"),
    path("mitt-team/att-kontrollera/", views.to_check, name="evidence_to_check"),
    path("mitt-team/att-kontrollera/<int:evidence_id>/", views.check, name="evidence_check"),
    path("underlag/fil/<uuid:file_id>/", views.file, name="evidence_file"),
]
