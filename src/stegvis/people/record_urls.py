"""Addresses of the person's own record, of protected identities and of retention."""

from django.urls import path

from stegvis.people import protection_views, record_views, retention_views

urlpatterns = [
    path("min-utveckling/historik/", record_views.history, name="history"),
    path("min-utveckling/historik/lasningar/", record_views.readings, name="readings"),
    path("skyddade-identiteter/", protection_views.protected_list, name="protected"),
    path("skyddade-identiteter/<uuid:person>/markera/", protection_views.protect, name="protect"),
    path("skyddade-identiteter/<uuid:person>/avmarkera/", protection_views.unprotect, name="unprotect"),
    path("gallring/", retention_views.retention_index, name="retention"),
    path("gallring/<slug:slug>/", retention_views.retention_of, name="retention_of"),
    path("gallring/<slug:slug>/lista/", retention_views.retention_purge, name="retention_purge"),
]
