"""The endpoints. Answers are JSON without extensions; what is wrong is told as imsx_StatusInfo."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from stegvis.foundation.access.http import ActorRequest
from stegvis.frameworks.exchange.case.build import BASE_PATH
from stegvis.frameworks.exchange.case.elements import Raw, elements, is_identifier
from stegvis.frameworks.exchange.provider.catalogue import Answer, documents, find
from stegvis.frameworks.exchange.provider.paging import BadQueryError, page_of

MAX_AGE = 3600  # seconds; a version never changes, but a framework may be published or taken over meanwhile
JSON = "application/json"
View = Callable[..., HttpResponse]


def endpoint(view: View) -> View:
    """A view of the provider: only reads, answers with what it is told and never with a page."""

    @csrf_exempt
    @wraps(view)
    def wrapped(request: ActorRequest, **parameters: str) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            answer = status(405, "forbidden", "Only GET is answered here")
            answer["Allow"] = "GET, HEAD"
            return answer
        identifier = parameters.get("sourced_id")
        if identifier is not None and not is_identifier(identifier):
            return status(404, "invaliduuid", "The identifier is not a UUID")
        try:
            return view(request, **{name: value.lower() for name, value in parameters.items()})
        except Http404:
            return status(404, "unknownobject", "There is nothing openly published with this identifier")
        except BadQueryError as error:
            return status(400, error.code, error.text)

    return wrapped


def status(number: int, code: str, description: str) -> HttpResponse:
    """What is wrong, in CASE's words."""
    told = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": description,
        "imsx_codeMinor": {
            "imsx_codeMinorField": [
                {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": code},
            ]
        },
    }
    return HttpResponse(json.dumps(told).encode(), content_type=JSON, status=number)


@endpoint
def package(request: ActorRequest, sourced_id: str) -> HttpResponse:
    version = find(request.actor, _base(request), "CFDocuments", sourced_id)
    return _answer(request, version.answer)


@endpoint
def document_list(request: ActorRequest) -> HttpResponse:
    base = _base(request)
    page = page_of(list(documents(request.actor, base)), request.GET)
    answer = _json(request, {"CFDocuments": page.rows})
    address = f"{base}{BASE_PATH}/CFDocuments"
    answer["X-Total-Count"] = str(page.total)
    answer["Link"] = ", ".join(f'<{address}?{query}>; rel="{relation}"' for relation, query in page.links.items())
    return answer


@endpoint
def document(request: ActorRequest, sourced_id: str) -> HttpResponse:
    return _json(request, find(request.actor, _base(request), "CFDocuments", sourced_id).document)


@endpoint
def item_associations(request: ActorRequest, sourced_id: str) -> HttpResponse:
    """The item with every association that it is an end of."""
    version = find(request.actor, _base(request), "CFItems", sourced_id)
    found = {"CFItem": version.element("CFItems", sourced_id), "CFAssociations": version.associations_of(sourced_id)}
    return _json(request, found)


def one_of(collection: str) -> View:
    """The endpoint of one element of a collection."""

    @endpoint
    def view(request: ActorRequest, sourced_id: str) -> HttpResponse:
        version = find(request.actor, _base(request), collection, sourced_id)
        return _json(request, version.element(collection, sourced_id))

    return view


def family_of(collection: str) -> View:
    """The endpoint of an element with those below it by hierarchyCode, as a list whose first is the one asked for."""

    @endpoint
    def view(request: ActorRequest, sourced_id: str) -> HttpResponse:
        version = find(request.actor, _base(request), collection, sourced_id)
        asked = version.element(collection, sourced_id)
        below = [one for one in elements(version.package, collection) if _is_below(one, asked)]
        return _json(request, {collection: [asked, *below]})

    return view


@endpoint
def nothing(request: ActorRequest, rest: str) -> HttpResponse:
    """All other addresses under the base path."""
    raise Http404


def _is_below(one: Raw, asked: Raw) -> bool:
    return bool(str(one["hierarchyCode"]).startswith(f"{asked['hierarchyCode']}."))


def _base(request: ActorRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _json(request: ActorRequest, value: Any) -> HttpResponse:
    return _answer(request, Answer.of(value))


def _answer(request: ActorRequest, made: Answer) -> HttpResponse:
    """The answer, or 304 to who has it already."""
    answer = HttpResponse(made.content, content_type=JSON, headers={"ETag": made.etag})
    answer["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return get_conditional_response(request, etag=made.etag, response=answer) or answer
