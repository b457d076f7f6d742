from django.urls import URLPattern, path

from stegvis.careers.academics import views

PATH = "studier/<int:path_id>/"

urlpatterns: list[URLPattern] = [
    path("min-utveckling/studier/", views.my_studies, name="my_studies"),
    path("mitt-team/studier/", views.team_studies, name="team_studies"),
    path("mitt-team/person/<uuid:person_id>/studier/", views.person_studies, name="person_studies"),
    path("studier/ny/<uuid:person_id>/", views.start, name="study_start"),
    path(PATH, views.study, name="study"),
    path(f"{PATH}andra/", views.change, name="study_change"),
    path(f"{PATH}overens/", views.agree, name="study_agree"),
    path(f"{PATH}paus/", views.pause, name="study_pause"),
    path(f"{PATH}fortsatt/", views.resume, name="study_resume"),
    path(f"{PATH}uppfoljning/", views.follow_up, name="study_follow_up"),
    path(f"{PATH}klar/", views.finish, name="study_finish"),
    path(f"{PATH}avsluta/", views.end, name="study_end"),
    path(f"{PATH}steg/", views.stage_add, name="study_stage_add"),
    path(f"{PATH}steg/<int:stage_id>/", views.stage, name="study_stage"),
    path(f"{PATH}steg/<int:stage_id>/natt/", views.stage_reached, name="study_stage_reached"),
    path("organisation/studier/", views.organisation, name="studies"),
    path("organisation/studier/villkor/<int:organisation_id>/", views.terms, name="study_terms"),
]
