from django.urls import path

from stegvis.frameworks import views

app_name = "frameworks"

urlpatterns = [
    path("karriarmodeller/", views.framework_list, name="list"),
    path("karriarmodeller/jamfor/", views.framework_compare, name="compare"),
    path("karriarmodeller/schema.json", views.framework_schema, name="schema"),
    path("karriarmodeller/<slug:code>/", views.framework_detail, name="detail"),
    path("karriarmodeller/<slug:code>/<int:version>/", views.framework_detail, name="version"),
    path("karriarmodeller/<slug:code>/<int:version>/anvand/", views.framework_adopt, name="adopt"),
    path("karriarmodeller/<slug:code>/<int:version>/fil/", views.framework_file, name="file"),
]
