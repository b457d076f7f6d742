"""The request as every view meets it, after ActorMiddleware."""

from django.http import HttpRequest

from stegvis.foundation.access.actor import Actor


class ActorRequest(HttpRequest):
    """Only for type checkers: the middleware sets ``actor`` on Django's own request."""

    actor: Actor
