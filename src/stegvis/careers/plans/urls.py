from django.urls import URLPattern, path

from stegvis.careers.plans import views, year_views

PLAN = "utvecklingsplan/<int:plan_id>/"

urlpatterns: list[URLPattern] = [
    path("min-utveckling/plan/", views.my_plan, name="my_plan"),
    path("mitt-team/person/<uuid:person_id>/plan/", views.person_plan, name="person_plan"),
    path("mitt-team/planer/", views.team_plans, name="team_plans"),
    path("utvecklingsplan/forslag/<uuid:person_id>/", views.suggest, name="plan_suggest"),
    path(PLAN, views.plan, name="plan"),
    path(f"{PLAN}andra/", views.change, name="plan_change"),
    path(f"{PLAN}overens/", views.agree, name="plan_agree"),
    path(f"{PLAN}uppfoljning/", views.follow_up, name="plan_follow_up"),
    path(f"{PLAN}avsluta/", views.close, name="plan_close"),
    path(f"{PLAN}mal/", views.goal_add, name="plan_goal_add"),
    path(f"{PLAN}mal/<int:goal_id>/", views.goal, name="plan_goal"),
    path(f"{PLAN}mal/<int:goal_id>/aktivitet/", views.activity_add, name="plan_activity_add"),
    path(f"{PLAN}aktivitet/<int:activity_id>/", views.activity, name="plan_activity"),
    path(f"{PLAN}aktivitet/<int:activity_id>/lage/", views.activity_state, name="plan_activity_state"),
    path("organisation/arshjul/", year_views.year, name="year"),
    path("organisation/arshjul/start/<int:organisation_id>/", year_views.start, name="year_start"),
    path("organisation/arshjul/ny/<int:organisation_id>/", year_views.add, name="year_add"),
    path("organisation/arshjul/<int:entry_id>/", year_views.entry, name="year_entry"),
]
