from django.urls import path

from stegvis.people import import_views, invite_views, record_urls, staff_views

app_name = "people"
urlpatterns = [
    path("personal/", staff_views.staff, name="staff"),
    path("personal/bjud-in/", invite_views.invite, name="invite"),
    path("personal/import/", import_views.start, name="import"),
    path("personal/import/mall/<slug:slug>/", import_views.template, name="import_template"),
    path("personal/import/nuvarande/<slug:slug>/", import_views.current_list, name="import_current"),
    path("personal/import/<uuid:import_id>/", import_views.preview, name="import_preview"),
    path("personal/import/<uuid:import_id>/spara/", import_views.apply, name="import_apply"),
    path("personal/import/<uuid:import_id>/slang/", import_views.drop, name="import_drop"),
    *record_urls.urlpatterns,
]
