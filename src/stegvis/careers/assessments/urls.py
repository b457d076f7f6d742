from django.urls import URLPattern, path

from stegvis.careers.assessments import views

urlpatterns: list[URLPattern] = [
    path("min-utveckling/bedomningar/", views.own, name="own_assessments"),
    path("mitt-team/bedomningar/", views.team, name="team_assessments"),
    path("mitt-team/bedomningar/bedom/", views.team_sheet, name="assess_team"),
    path("bedomningar/", views.asked, name="assessments_asked"),
    path("bedomningar/bedom/<int:judgement_id>/", views.judge, name="assess"),
    path("bedomningar/bedom/<int:judgement_id>/spara/", views.rate, name="rate"),
    path("bedomningar/<int:assessment_id>/", views.assessment, name="assessment"),
]
