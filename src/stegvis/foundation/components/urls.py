from django.urls import path

from stegvis.foundation.components.views import style_page

urlpatterns = [path("stil/", style_page, name="style_page")]
