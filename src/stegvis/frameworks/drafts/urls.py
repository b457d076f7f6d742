from django.urls import URLPattern, path

from stegvis.frameworks.drafts import views
from stegvis.frameworks.drafts.review_urls import urlpatterns as review

urlpatterns: list[URLPattern] = [
    path("karriarmodeller/utkast/", views.draft_list, name="drafts"),
    path("karriarmodeller/utkast/nytt/", views.draft_start, name="draft_start"),
    path("karriarmodeller/utkast/<uuid:draft_id>/", views.draft_editor, name="draft"),
    path("karriarmodeller/utkast/<uuid:draft_id>/del/", views.draft_part, name="draft_part"),
    path("karriarmodeller/utkast/<uuid:draft_id>/flytta/", views.draft_move, name="draft_move"),
    path("karriarmodeller/utkast/<uuid:draft_id>/lagg-tillbaka/", views.draft_put_back, name="draft_put_back"),
    path("karriarmodeller/utkast/<uuid:draft_id>/yaml/", views.draft_text, name="draft_text"),
    path("karriarmodeller/utkast/<uuid:draft_id>/kasta/", views.draft_discard, name="draft_discard"),
    *review,
]
