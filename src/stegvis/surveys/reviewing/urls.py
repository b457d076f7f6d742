from django.urls import URLPattern, path

from stegvis.surveys.reviewing import views

REPLIES = "enkater/omgang/<int:pk>/svar/"
urlpatterns: list[URLPattern] = [
    path(REPLIES, views.replies, name="round_replies"),
    path(f"{REPLIES}bredvid/", views.beside, name="replies_beside"),
    path(f"{REPLIES}<uuid:reply_id>/", views.one, name="reply"),
    path(f"{REPLIES}<uuid:reply_id>/fil/<uuid:key>/", views.file, name="reply_file"),
]
