from django.urls import URLPattern, path

from stegvis.planning.plans import edition_views, part_views, views

PLAN = "planering/planer/<int:plan_id>/"
MEASURE = f"{PLAN}atgarder/<int:measure_id>/"
EDITION = f"{PLAN}beslutad/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("planering/planer/", views.plans, name="plans"),
    path("planering/planer/ny/", views.begin, name="plan_new"),
    path("planering/planer/oversikt/", edition_views.overview, name="plans_overview"),
    path(PLAN, views.plan, name="plan"),
    path(f"{PLAN}om/", views.change, name="plan_about"),
    path(f"{PLAN}bort/", views.put_away, name="plan_put_away"),
    path(f"{PLAN}behov/", part_views.need, name="plan_need"),
    path(f"{PLAN}behov/<slug:profession>/bort/", part_views.remove_need, name="plan_need_remove"),
    path(f"{PLAN}atgarder/ny/", part_views.new_measure, name="plan_measure_new"),
    path(MEASURE, part_views.measure, name="plan_measure"),
    path(f"{MEASURE}bort/", part_views.remove_measure, name="plan_measure_remove"),
    path(f"{MEASURE}uppfoljning/", part_views.follow_up, name="plan_follow_up"),
    path(f"{PLAN}besluta/", edition_views.decide, name="plan_decide"),
    path(EDITION, edition_views.edition, name="plan_edition"),
    path(f"{EDITION}visa/", edition_views.show, name="plan_edition_show"),
    path(f"{EDITION}plan.pdf", edition_views.document, name="plan_edition_pdf"),
]
