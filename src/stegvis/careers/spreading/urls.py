from django.urls import URLPattern, path

from stegvis.careers.spreading import views

urlpatterns: list[URLPattern] = [
    path("delat/", views.feed, name="sharings"),
    path("delat/dela/", views.share, name="sharing_new"),
    path("delat/inte-nu/", views.dismiss, name="sharing_dismiss"),
    path("delat/<int:sharing_id>/", views.change, name="sharing"),
    path("delat/<int:sharing_id>/ta-tillbaka/", views.take_back, name="sharing_take_back"),
    path("delat/<int:sharing_id>/tack/", views.thank, name="sharing_thank"),
]
