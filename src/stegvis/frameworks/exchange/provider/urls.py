"""The eleven endpoints that a CASE 1.1 provider must have, and CFRubrics, which their packages lead to."""

from django.urls import URLPattern, path, re_path

from stegvis.frameworks.exchange.provider import views

ROOT = "ims/case/v1p1"
ONE = {
    "CFItems": "case_item",
    "CFAssociations": "case_association",
    "CFAssociationGroupings": "case_association_grouping",
    "CFLicenses": "case_licence",
    "CFRubrics": "case_rubric",
}
FAMILIES = {"CFConcepts": "case_concept", "CFItemTypes": "case_item_type", "CFSubjects": "case_subject"}

urlpatterns: list[URLPattern] = [
    path(f"{ROOT}/CFPackages/<str:sourced_id>", views.package, name="case_package"),
    path(f"{ROOT}/CFDocuments", views.document_list, name="case_documents"),
    path(f"{ROOT}/CFDocuments/<str:sourced_id>", views.document, name="case_document"),
    path(f"{ROOT}/CFItemAssociations/<str:sourced_id>", views.item_associations, name="case_item_associations"),
    *(path(f"{ROOT}/{key}/<str:sourced_id>", views.one_of(key), name=name) for key, name in ONE.items()),
    *(path(f"{ROOT}/{key}/<str:sourced_id>", views.family_of(key), name=name) for key, name in FAMILIES.items()),
    re_path(rf"^{ROOT}/(?P<rest>.*)$", views.nothing, name="case_nothing"),
]
