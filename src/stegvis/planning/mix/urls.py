from django.urls import URLPattern, path

from stegvis.planning.mix import editor_views, views, years_views
from stegvis.planning.mix.shifts import views as shift_views

MIX = "planering/kompetensmix/<int:mix_id>/"
TASK = f"{MIX}uppgift/<slug:key>/"
SHIFT = "planering/uppgiftsvaxling/<int:shift_id>/"

urlpatterns: list[URLPattern] = [
    path("planering/kompetensmix/", views.mixes, name="mixes"),
    path("planering/kompetensmix/ny/", views.begin, name="mix_new"),
    path(MIX, views.mix, name="mix"),
    path(f"{MIX}om/", views.about, name="mix_about"),
    path(f"{MIX}bort/", views.put_away, name="mix_put_away"),
    path(f"{MIX}personal/", editor_views.staff, name="mix_staff"),
    path(f"{MIX}uppgift/", editor_views.task, name="mix_task_new"),
    path(TASK, editor_views.task, name="mix_task"),
    path(f"{TASK}bort/", editor_views.remove_task, name="mix_task_remove"),
    path(f"{MIX}fil/", editor_views.file, name="mix_file"),
    path(f"{MIX}las-in/", editor_views.upload, name="mix_upload"),
    path(f"{MIX}las-in/spara/", editor_views.save_upload, name="mix_upload_save"),
    path(f"{MIX}ar/", years_views.years, name="mix_years"),
    path(f"{MIX}ar/fil/", years_views.years_file, name="mix_years_file"),
    path("planering/uppgiftsvaxling/", shift_views.shifts, name="shifts"),
    path("planering/uppgiftsvaxling/ny/", shift_views.propose, name="shift_new"),
    path("planering/uppgiftsvaxling/jamfor/", shift_views.compare, name="shifts_compare"),
    path(SHIFT, shift_views.shift, name="shift"),
    path(f"{SHIFT}om/", shift_views.change, name="shift_change"),
    path(f"{SHIFT}besluta/", shift_views.decide, name="shift_decide"),
    path(f"{SHIFT}avbryt/", shift_views.drop, name="shift_drop"),
    path(f"{SHIFT}vecka/<int:number>/", shift_views.week, name="shift_week"),
    path(f"{SHIFT}summera/", shift_views.end, name="shift_end"),
]
