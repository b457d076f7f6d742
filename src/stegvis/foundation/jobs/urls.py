from django.urls import path

from stegvis.foundation.jobs import views

app_name = "jobs"
urlpatterns = [path("jobb/<uuid:job_id>/", views.job_detail, name="detail")]
