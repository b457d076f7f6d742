from django.urls import URLPattern, path

from stegvis.surveys.bank import views

urlpatterns: list[URLPattern] = [
    path("enkater/fragor/", views.bank, name="bank"),
    path("enkater/fragor/<int:pk>/", views.item_page, name="bank_item"),
    path("enkater/formular/<int:pk>/frageurval/", views.pick, name="bank_pick"),
]
