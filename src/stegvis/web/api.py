"""The REST API: each room's queries as JSON, for whoever is logged in."""

from ninja import NinjaAPI

from stegvis.careers.api import router as careers
from stegvis.frameworks.api import router as frameworks

api = NinjaAPI(title="Stegvis", version="1", docs_url=None, urls_namespace="api")
api.add_router("", careers)
api.add_router("", frameworks)
