import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from stegvis.foundation.operations.memory import loading, settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.web.settings")
with loading():
    application = get_wsgi_application()
    # The first reader of a new process does not wait for every room's views to be read: asking for them loads them.
    get_resolver().url_patterns  # noqa: B018
settle()
