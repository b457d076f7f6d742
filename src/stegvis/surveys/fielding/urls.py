from django.urls import URLPattern, path

from stegvis.surveys.fielding import contact_views, views

ROUND = "enkater/omgang/<int:pk>/"
ASKED = f"{ROUND}mottagare/"
urlpatterns: list[URLPattern] = [
    path("enkater/", views.rounds, name="rounds"),
    path("enkater/omgang/ny/", views.new, name="round_new"),
    path(ROUND, views.one, name="round"),
    path(f"{ROUND}andra/", views.change, name="round_change"),
    path(f"{ROUND}integritet/", views.notice, name="round_notice"),
    path(f"{ROUND}strata/", contact_views.strata, name="round_strata"),
    path(ASKED, contact_views.contacts, name="round_contacts"),
    path(f"{ASKED}lista/", contact_views.upload, name="round_upload"),
    path(f"{ASKED}lista/mall/", contact_views.template, name="round_template"),
    path(f"{ASKED}lista/spara/", contact_views.save, name="round_upload_save"),
    path(f"{ASKED}<uuid:contact_id>/", contact_views.contact, name="round_contact"),
]
