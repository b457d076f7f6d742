from django.urls import path

from stegvis.frameworks import views
from stegvis.frameworks.drafts.urls import urlpatterns as drafts
from stegvis.frameworks.exchange.urls import urlpatterns as exchange
from stegvis.frameworks.pilots.urls import urlpatterns as pilots
from stegvis.frameworks.relations.urls import urlpatterns as relations
from stegvis.frameworks.vocabularies.urls import urlpatterns as vocabularies

app_name = "frameworks"

urlpatterns = [
    # Before the addresses that begin with a framework's code.
    *drafts,
    *pilots,
    *relations,
    *exchange,
    *vocabularies,
    path("karriarmodeller/", views.framework_list, name="list"),
    path("karriarmodeller/schema.json", views.framework_schema, name="schema"),
    path("karriarmodeller/<slug:code>/", views.framework_detail, name="detail"),
    path("karriarmodeller/<slug:code>/<int:version>/", views.framework_detail, name="version"),
    path("karriarmodeller/<slug:code>/<int:version>/fil/", views.framework_file, name="file"),
    path("karriarmodeller/<slug:code>/<int:version>/pdf/", views.framework_document, name="pdf"),
]
