import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.web.settings")
application = get_wsgi_application()


def _load_pages() -> None:
    """The first reader of a new process does not wait for every room's views to be read."""
    from django.urls import get_resolver

    from stegvis.foundation.operations.memory import settle

    get_resolver().url_patterns  # noqa: B018  (reading them is what loads them)
    settle()


_load_pages()
