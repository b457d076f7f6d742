from django.urls import URLPattern, path

from stegvis.careers.record import shared_views, views

urlpatterns: list[URLPattern] = [
    path("min-utveckling/meritportfolj/", views.record, name="record"),
    path("min-utveckling/meritportfolj/json/", views.record_as_file, name="record_json"),
    path("min-utveckling/meritportfolj/pdf/", views.record_as_pdf, name="record_pdf"),
    path("min-utveckling/meritportfolj/visas-for/", views.consents, name="consents"),
    path("min-utveckling/meritportfolj/visa/", views.share, name="share_record"),
    path("min-utveckling/meritportfolj/visas-for/<int:consent_id>/avsluta/", views.end, name="end_consent"),
    path("delade-meriter/", shared_views.shared_records, name="shared_records"),
    path("delade-meriter/<int:consent_id>/", shared_views.shared, name="shared_record"),
]
