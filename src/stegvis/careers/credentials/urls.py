from django.urls import path

from stegvis.careers.credentials import public_views, views

urlpatterns = [
    path("min-utveckling/intyg/", views.listed, name="credentials"),
    path("min-utveckling/intyg/nytt/", views.make, name="credential_make"),
    path("min-utveckling/intyg/<uuid:credential_id>/", views.credential, name="credential"),
    path("min-utveckling/intyg/<uuid:credential_id>/fil.<str:file_format>", views.file, name="credential_file"),
    path("min-utveckling/intyg/<uuid:credential_id>/aterkalla/", views.revoke, name="credential_revoke"),
    path("organisation/intyg/", views.issued, name="credentials_issued"),
    path("intyg/kontrollera/", public_views.check, name="credential_check"),
    path("intyg/<uuid:credential_id>/", public_views.shown, name="credential_shown"),
    path("intyg/nycklar/", public_views.keys, name="signing_keys"),
    path("intyg/nycklar.json", public_views.key_set, name="key_set"),
    path("intyg/nycklar/<str:kid>/", public_views.key, name="signing_key"),
    path("intyg/utfardare/<slug:slug>/", public_views.issuer, name="credential_issuer"),
    path("intyg/status/<slug:slug>/<int:number>/", public_views.status, name="credential_status"),
]
