from django.urls import URLPattern, path

from stegvis.surveys.bank import item_views, views

urlpatterns: list[URLPattern] = [
    path("enkater/fragor/", views.bank, name="bank"),
    path("enkater/fragor/ny/", item_views.new, name="bank_new"),
    path("enkater/fragor/<int:pk>/", item_views.item_page, name="bank_item"),
    path("enkater/formular/<int:pk>/frageurval/", views.pick, name="bank_pick"),
]
