from django.urls import URLPattern, path

from stegvis.careers.talks import views

urlpatterns: list[URLPattern] = [
    path("min-utveckling/samtal/", views.my_talks, name="my_talks"),
    path("mitt-team/samtal/", views.team_talks, name="team_talks"),
    path("mitt-team/samtal/planera/", views.plan, name="talks_plan"),
    path("mitt-team/person/<uuid:person_id>/samtal/", views.person_talks, name="person_talks"),
    path("samtal/<int:talk_id>/", views.talk, name="talk"),
    path("samtal/<int:talk_id>/andra/", views.change, name="talk_change"),
    path("samtal/<int:talk_id>/pdf/", views.pdf, name="talk_pdf"),
]
