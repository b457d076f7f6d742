from django.urls import path

from stegvis.foundation.operations import views

app_name = "operations"
urlpatterns = [path("halsa/", views.health, name="health")]
