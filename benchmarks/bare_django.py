"""The least that Django can do with a database: three queries and a small page. What `web.py` compares with."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="measured and thrown away",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "stegvis",
            "USER": "stegvis_app",
            "HOST": os.environ["BARE_DATABASE_HOST"],
            "CONN_MAX_AGE": 600,
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {
                            "page.html": "<!doctype html><title>Bare</title>{% for row in rows %}<p>{{ row.0 }}</p>"
                            "{% endfor %}"
                        },
                    )
                ]
            },
        }
    ],
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

QUERIES = (
    "SELECT code FROM people_profession ORDER BY code",
    "SELECT name FROM organisations_organisation ORDER BY name",
    "SELECT count(*) FROM frameworks_framework",
)


def page(request: HttpRequest) -> HttpResponse:
    rows: list[Any] = []
    for query in QUERIES:
        with connection.cursor() as cursor:
            cursor.execute(query)
            rows += cursor.fetchall()
    return render(request, "page.html", {"rows": rows})


urlpatterns = [path("", page)]
application = get_wsgi_application()
