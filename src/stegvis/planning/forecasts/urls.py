from django.urls import URLPattern, path

from stegvis.planning.forecasts import plan_views, scenario_views, shared_views, views

FORECAST = "planering/prognoser/<int:forecast_id>/"
SCENARIO = f"{FORECAST}scenario/<int:scenario_id>/"

urlpatterns: list[URLPattern] = [
    path("planering/prognoser/", views.forecasts, name="forecasts"),
    path("planering/prognoser/ny/", views.begin, name="forecast_new"),
    path("planering/prognoser/delad/<int:shared_id>/", shared_views.shared, name="scenario_shared"),
    path(FORECAST, views.forecast, name="forecast"),
    path(f"{FORECAST}bort/", views.put_away, name="forecast_put_away"),
    path(f"{FORECAST}tillbaka/", views.bring_back, name="forecast_bring_back"),
    path(f"{FORECAST}jamfor/", views.compare, name="forecast_compare"),
    path(f"{FORECAST}scenario/nytt/", scenario_views.new, name="scenario_new"),
    path(f"{FORECAST}scenario/svar/", scenario_views.answer, name="scenario_answer"),
    path(SCENARIO, scenario_views.scenario, name="scenario"),
    path(f"{SCENARIO}andra/", scenario_views.change, name="scenario_change"),
    path(f"{SCENARIO}igen/", scenario_views.again, name="scenario_again"),
    path(f"{SCENARIO}anteckning/", scenario_views.note, name="scenario_note"),
    path(f"{SCENARIO}dela/", scenario_views.share, name="scenario_share"),
    path(f"{SCENARIO}plan/", plan_views.to_plan, name="scenario_to_plan"),
    path(f"{SCENARIO}bort/", scenario_views.put_away, name="scenario_put_away"),
]
