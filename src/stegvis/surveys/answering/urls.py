from django.urls import URLPattern, path

from stegvis.surveys.answering import views

LINK = "svara/<str:token>/"
urlpatterns: list[URLPattern] = [
    path(LINK, views.start, name="answer"),
    path(f"{LINK}skicka/", views.sending, name="answer_send"),
    path(f"{LINK}kvitto/", views.receipt, name="answer_receipt"),
    path(f"{LINK}fil/<uuid:key>/", views.file, name="answer_file"),
    path(f"{LINK}del/<slug:section>/", views.page, name="answer_page"),
]
