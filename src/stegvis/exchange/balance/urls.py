from django.urls import path

from stegvis.exchange.balance import views

urlpatterns = [
    path("utbud/balans/", views.balance, name="balance"),
    path("utbud/balans/kostnader/", views.costs, name="costs"),
]
