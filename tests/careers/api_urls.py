"""The product's addresses with this room's API among them."""

from django.urls import path
from ninja import NinjaAPI

from stegvis.careers.api import router
from stegvis.web.urls import urlpatterns as product

api = NinjaAPI(urls_namespace="careers-api-tests")
api.add_router("", router)
urlpatterns = [*product, path("api-of-careers/", api.urls)]
