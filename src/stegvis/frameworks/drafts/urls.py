from django.urls import URLPattern

from stegvis.frameworks.drafts.review_urls import urlpatterns as review

urlpatterns: list[URLPattern] = [*review]
