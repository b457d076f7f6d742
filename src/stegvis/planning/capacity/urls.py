from django.urls import URLPattern, path

from stegvis.planning.capacity import part_views, views, week_views

PLAN = "planering/kapacitet/<int:plan_id>/"
LEVER = f"{PLAN}spak/<slug:kind>/"

urlpatterns: list[URLPattern] = [
    path("planering/kapacitet/", views.capacities, name="capacities"),
    path("planering/kapacitet/ny/", views.begin, name="capacity_new"),
    path("planering/kapacitet/samlat/", views.joint, name="capacities_joint"),
    path(PLAN, views.capacity, name="capacity"),
    path(f"{PLAN}om/", views.rename, name="capacity_about"),
    path(f"{PLAN}bort/", views.put_away, name="capacity_put_away"),
    path(f"{PLAN}personal/", views.read_staff, name="capacity_staff"),
    path(f"{PLAN}besluta/", views.decide, name="capacity_decide"),
    path(f"{PLAN}oppna/", views.open_again, name="capacity_open"),
    path(f"{PLAN}produktion/", part_views.activity, name="capacity_activity_new"),
    path(f"{PLAN}produktion/<slug:key>/", part_views.activity, name="capacity_activity"),
    path(f"{PLAN}produktion/<slug:key>/bort/", part_views.remove_activity, name="capacity_activity_remove"),
    path(f"{PLAN}yrke/<slug:profession>/", part_views.standards, name="capacity_standards"),
    path(f"{PLAN}franvaro/", part_views.absence, name="capacity_absence"),
    path(LEVER, part_views.lever, name="capacity_lever"),
    path(f"{LEVER}anvand/", part_views.use, name="capacity_use"),
    path(f"{PLAN}flytta/", part_views.moving, name="capacity_moving"),
    path(f"{PLAN}forslag/", part_views.suggest, name="capacity_suggest"),
    path(f"{PLAN}rensa/", part_views.clear, name="capacity_clear"),
    path(f"{PLAN}vecka/<int:number>/", week_views.week, name="capacity_week"),
    path(f"{PLAN}fil/", week_views.file, name="capacity_file"),
    path(f"{PLAN}las-in/", week_views.upload, name="capacity_upload"),
    path(f"{PLAN}las-in/spara/", week_views.save_upload, name="capacity_upload_save"),
]
