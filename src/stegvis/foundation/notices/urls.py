from django.urls import path

from stegvis.foundation.notices import views

app_name = "notices"

urlpatterns = [
    path("aviseringar/", views.listed, name="list"),
    path("aviseringar/<int:notice_id>/", views.opened, name="open"),
    path("aviseringar/val/", views.choices, name="choices"),
    path("aviseringar/kalender/", views.make_calendar, name="make_calendar"),
    path("aviseringar/kalender/stang/", views.close_calendar, name="close_calendar"),
    path("kalender/<str:token>.ics", views.calendar, name="calendar"),
]
