from django.urls import URLPattern, path

from stegvis.frameworks.relations import comparison_views, mapping_views, upgrade_views

COMPARISON = "karriarmodeller/jamfor/"
DRAFT = "karriarmodeller/utkast/<uuid:draft_id>/byte/"

urlpatterns: list[URLPattern] = [
    path(COMPARISON, comparison_views.framework_compare, name="compare"),
    path(f"{COMPARISON}likvardigt/", comparison_views.equivalence_record, name="equivalence_record"),
    path(
        f"{COMPARISON}likvardigt/<int:equivalence_id>/aterkalla/",
        comparison_views.equivalence_withdraw,
        name="equivalence_withdraw",
    ),
    path(DRAFT, mapping_views.draft_mapping, name="draft_mapping"),
    path(f"{DRAFT}rad/", mapping_views.mapping_line, name="draft_mapping_add"),
    path(f"{DRAFT}rad/<int:place>/", mapping_views.mapping_line, name="draft_mapping_line"),
    path("karriarmodeller/<slug:code>/<int:version>/uppgradera/", upgrade_views.upgrade_overlay, name="upgrade"),
]
