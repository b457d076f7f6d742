from django.urls import URLPattern, path

from stegvis.frameworks.relations import mapping_views

DRAFT = "karriarmodeller/utkast/<uuid:draft_id>/byte/"

urlpatterns: list[URLPattern] = [
    path(DRAFT, mapping_views.draft_mapping, name="draft_mapping"),
    path(f"{DRAFT}rad/", mapping_views.mapping_line, name="draft_mapping_add"),
    path(f"{DRAFT}rad/<int:place>/", mapping_views.mapping_line, name="draft_mapping_line"),
]
