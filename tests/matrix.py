"""The access matrix: every address × every one of the cast × own and others' objects, in ``matrix.txt`` beside this.

A line is ``METHOD view object: status names; status names; status``, the last status being everybody else's.
``python -m tests.matrix`` prints the table as observed, for a person to read through before it is kept; with
``--missing`` only those of addresses that the table lacks. An address whose parameters are unknown is given its
objects in ``PARAMETERS``, by parameter, by room and parameter or by view and parameter.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import UUID

TABLE = Path(__file__).with_name("matrix.txt")
ROLES = ("anonymous", "anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per")
METHODS = ("GET", "POST")
UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")
Objects = dict[str, Any]  # whose: the value that stands in the address


@dataclass(frozen=True, order=True)
class Case:
    """One line: a view, how it is asked and whose object is asked for ("-" where the address names none)."""

    view: str
    method: str
    whose: str

    def __str__(self) -> str:
        return f"{self.method} {self.view} {self.whose}"


@dataclass(frozen=True)
class Address:
    """A route of the product: its name (the route itself where it has none) and the parameters in it."""

    view: str
    route: str
    parameters: tuple[str, ...]

    def url(self, values: dict[str, Any]) -> str:
        from django.urls import reverse

        return reverse(self.view, kwargs=values) if self.view != self.route else f"/{self.route}"


def people(world: Any) -> Objects:
    return {"ale": world.cast.anna.person.pk, "molndal": world.cast.cecilia.person.pk, "per": world.cast.per.person.pk}


def case_document(world: Any) -> Objects:
    """The identifier of the published framework, which is open to all."""
    from stegvis.frameworks.exchange.case.elements import Identifiers

    return {"ale": Identifiers("pilot-sjukskoterska-kommun/1", {}).of("framework", "pilot-sjukskoterska-kommun")}


def survey_tokens(world: Any) -> Objects:
    """Links that a letter would hold: who has one needs no log-in."""
    from stegvis.surveys.fielding.links import token_of

    return {slug: token_of(link.pk) for slug, link in world.rows["survey link"].items()} | {"wrong": "x"}


def by_employer(kind: str) -> Callable[[Any], Objects]:
    return lambda world: {slug: row.pk for slug, row in world.rows[kind].items()}


CAPACITY_VIEWS = (
    *("about", "put_away", "staff", "decide", "open", "activity_new", "activity", "activity_remove", "standards"),
    *("absence", "lever", "use", "moving", "suggest", "clear", "week", "file", "upload", "upload_save"),
)
OF_A_GROUND = ("detail", "staff", "override", "undo", "file", "import", "import_save", "figures_aside", "figures_back")
OF_A_CAPACITY_PLAN = ("capacity", *(f"capacity_{view}" for view in CAPACITY_VIEWS))
OF_A_QUESTION = (
    *("question", "choose", "coder", "remove", "hide", "show", "passages", "project"),
    *(
        "read",
        "unmark",
        "flag",
        "flag_answer",
        "done",
        "go_on",
        "compare",
        "merge",
        "settle",
        "unsettle",
        "agree",
        "reopen",
    ),
    *("quotes", "quote_new", "quote_decide", "quote_withdraw"),
)
"""The pages of a survey's open question."""

PARAMETERS: dict[str, Callable[[Any], Objects]] = {
    "person": people,
    "person_id": people,
    "slug": lambda world: {"ale": "ale", "molndal": "molndal"},
    "organisation_id": lambda world: {"ale": world.cast.ale.pk, "molndal": world.cast.molndal.pk},
    "unit_id": lambda world: {"ale": world.cast.ale_south.pk, "molndal": world.cast.molndal_care.pk},
    "grant_id": by_employer("grant"),
    "invitation_id": by_employer("invitation"),
    "import_id": by_employer("import"),
    "draft_id": by_employer("draft"),
    "reviewer_id": by_employer("reviewer"),
    "comment_id": by_employer("comment"),
    "consultation_id": by_employer("consultation"),
    "pilot_id": by_employer("pilot"),
    "evidence_id": by_employer("evidence"),
    "file_id": by_employer("evidence file"),
    "notice_id": lambda world: {"anna": world.rows["notice"]["anna"].pk},
    "assessment_id": by_employer("assessment"),
    "judgement_id": by_employer("judgement"),
    "introduction_id": by_employer("introduction"),
    "step_id": by_employer("step"),
    "programme_id": by_employer("programme"),
    "example": lambda world: {"ale": "arshjul"},
    "answer_id": by_employer("answer"),
    "credential_id": by_employer("credential"),
    "card_id": by_employer("card code"),
    "careers:credential_file:file_format": lambda world: {"ale": "jwt"},
    "card_code": lambda world: {"wrong": "x"},
    "kid": lambda world: {"wrong": "x"},
    "number": lambda world: {"ale": 1},
    "job_id": lambda world: {"anna": world.rows["job"]["anna"].pk},
    "round_id": by_employer("calibration round"),
    "employment_id": by_employer("employment"),
    "placement_id": by_employer("placement"),
    "plan_id": by_employer("plan"),
    "goal_id": by_employer("goal"),
    "activity_id": by_employer("activity"),
    "entry_id": by_employer("year entry"),
    "talk_id": by_employer("talk"),
    "sharing_id": by_employer("sharing"),
    "offer_id": by_employer("offer"),
    "exchange:offer_id": by_employer("place offer"),
    "occasion_id": by_employer("occasion"),
    "day_id": lambda world: {"gr": world.rows["common day"]["gr"].pk},
    "api:offer_id": by_employer("place offer"),
    "application_id": by_employer("application"),
    "interest_id": by_employer("interest"),
    "wanted_id": by_employer("wanted"),
    "bundle_id": by_employer("bundle"),
    "report_id": by_employer("report"),
    "block_id": lambda world: {"ale": "b1", "molndal": "b1"},
    **{f"planning:ground_{view}:pk": by_employer("ground") for view in OF_A_GROUND},
    **dict.fromkeys(("planning:forecast_id", "api:forecast_id"), by_employer("forecast")),
    **dict.fromkeys(("planning:scenario_id", "api:scenario_id"), by_employer("forecast scenario")),
    **dict.fromkeys(("planning:shared_id", "api:shared_id"), by_employer("shared scenario")),
    "planning:override_id": by_employer("override"),
    "planning:figures_id": by_employer("population figures"),
    "planning:assumption": lambda world: {"ale": "leaving", "molndal": "leaving"},
    "planning:kind": lambda world: {"ale": "antaganden", "molndal": "antaganden"},
    **{f"planning:{name}:plan_id": by_employer("capacity plan") for name in OF_A_CAPACITY_PLAN},
    **dict.fromkeys(
        ("planning:capacity_activity:key", "planning:capacity_activity_remove:key"), lambda world: {"ale": "besok"}
    ),
    **dict.fromkeys(("planning:capacity_lever:kind", "planning:capacity_use:kind"), lambda world: {"ale": "extra"}),
    "planning:capacity_week:number": lambda world: {"ale": 1, "molndal": 1},
    "planning:plan_id": by_employer("supply plan"),
    "planning:measure_id": by_employer("measure"),
    "planning:mix_id": by_employer("mix"),
    "planning:key": lambda world: {"ale": "u1", "molndal": "u1"},
    "planning:shift_id": by_employer("shift"),
    "planning:shift_week:number": lambda world: {"ale": 1, "molndal": 1},
    "planning:register": lambda world: {"ale": "utbildningstjanstgoring"},
    "planning:row_id": by_employer("register line"),
    "planning:profession": lambda world: {"ale": "sjukskoterska"},
    "surveys:slug": lambda world: {whose: row.slug for whose, row in world.rows["report address"].items()},
    "surveys:number": lambda world: {"ale": 1, "molndal": 1},
    "surveys:round_reports:round_id": by_employer("told round"),
    "surveys:report_figures:file_format": lambda world: {"ale": "xlsx", "molndal": "xlsx"},
    "employer_id": lambda world: {"ale": world.cast.ale.pk, "molndal": world.cast.molndal.pk},
    "exchange:evaluation:offer_id": by_employer("offer that has begun"),
    **{
        f"exchange:{view}:occasion_id": by_employer("occasion that has begun")
        for view in ("attendance", "attendance_share", "attendance_code", "here")
    },
    **{
        f"exchange:{view}:application_id": by_employer("application that was attended")
        for view in ("afterwards", "evaluate", "take_home", "finish_activity", "certificate")
    },
    "path_id": by_employer("study"),
    "stage_id": by_employer("study stage"),
    "adoption_id": by_employer("adoption"),
    "unit_adoption_id": by_employer("unit adoption"),
    "move_id": by_employer("move"),
    "consent_id": by_employer("consent"),
    "careers:mentor_ask:offer_id": by_employer("mentor offer"),
    "mentorship_id": by_employer("mentorship"),
    "allocation_round_id": by_employer("round"),
    "mentor_round_id": by_employer("mentor round"),
    "equivalence_id": by_employer("equivalence"),
    "study_id": by_employer("interview study"),
    "interviewer_id": by_employer("interviewer"),
    "theme_id": by_employer("interview theme"),
    "surveys:interview_answer:question_id": by_employer("interview question"),
    "asked_id": by_employer("interview asked"),
    "interview_id": by_employer("interview"),
    "interviewee_id": by_employer("interviewee"),
    "finding_id": by_employer("interview finding"),
    "surveys:interview_quote:quote_id": by_employer("interview quote"),
    "surveys:interview_report_file:file_format": lambda world: {"ale": "pdf"},
    "frameworks:import_preview:import_id": by_employer("framework import"),
    "frameworks:import_save:import_id": by_employer("framework import"),
    "frameworks:import_drop:import_id": by_employer("framework import"),
    "file_format": lambda world: {"ale": "case-strict"},
    "frameworks:case_package:sourced_id": case_document,
    "frameworks:case_document:sourced_id": case_document,
    "sourced_id": lambda world: {"unknown": UNKNOWN},
    "surveys:coding:pk": by_employer("coding round"),
    "surveys:book_id": by_employer("code book"),
    "surveys:code_id": by_employer("code"),
    **{f"surveys:coding_{view}:question_id": by_employer("open question") for view in OF_A_QUESTION},
    "surveys:coding_remove:place": lambda world: {"ale": 1, "molndal": 1},
    "surveys:coding_hide:text_id": by_employer("free text"),
    "surveys:coding_show:text_id": by_employer("hidden text"),
    "surveys:passage_id": by_employer("passage"),
    "surveys:flag_id": by_employer("flag"),
    "surveys:settled_id": by_employer("settled"),
    "surveys:quote_id": by_employer("quote"),
    "surveys:codebook_file:file_format": lambda world: {"ale": "xlsx", "molndal": "xlsx"},
    "rest": lambda world: {"unknown": "CFThings"},
    "act": lambda world: {"ale": "godkann"},
    "code": lambda world: {"ale": "pilot-sjukskoterska-kommun"},
    "version": lambda world: {"ale": 1},
    "place": lambda world: {"ale": 0},
    **{
        f"surveys:{view}:pk": by_employer("survey round")
        for view in (
            *("round", "round_change", "round_notice", "round_strata", "round_contacts", "round_contact"),
            *("round_upload", "round_template", "round_upload_save"),
            *("round_replies", "replies_beside", "reply", "reply_file"),
            *("results", "results_start", "results_waves", "results_take_in", "results_crossings", "results_file"),
            *("results_microdata", "results_choices"),
        )
    },
    "surveys:results_file:kind": lambda world: {"ale": "csv"},
    "contact_id": by_employer("survey contact"),
    "reply_id": by_employer("reply"),
    "surveys:reply_file:key": by_employer("reply file"),
    "surveys:answer_file:key": lambda world: {"unknown": UNKNOWN},
    "surveys:token": survey_tokens,
    "surveys:section": lambda world: {"ale": "om"},
    "pk": lambda world: {"wrong": 1},
    "surveys:pk": by_employer("questionnaire"),
    "surveys:bank_item:pk": by_employer("bank item"),
    "surveys:questionnaire_version:pk": by_employer("questionnaire version"),
    "surveys:questionnaire_version_export:pk": by_employer("questionnaire version"),
    "surveys:form": lambda world: {"ale": "yaml"},
    "token": lambda world: {"wrong": "x"},
    "key": lambda world: {"wrong": "x"},
    "uidb36": lambda world: {"wrong": "1"},
    "provider_id": lambda world: {"wrong": "okand"},
}


def addresses() -> Iterator[Address]:
    from django.urls import get_resolver

    yield from _walk(get_resolver(), "", (), ())


def _walk(resolver: Any, prefix: str, names: tuple[str, ...], above: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        parameters = (*above, *(tuple(pattern.pattern.converters) or tuple(pattern.pattern.regex.groupindex)))
        if hasattr(pattern, "url_patterns"):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from _walk(pattern, route, inner, parameters)
        else:
            yield Address(":".join((*names, pattern.name)) if pattern.name else route, route, parameters)


def objects_of(address: Address, world: Any) -> dict[str, dict[str, Any]]:
    """Whose → the values that stand in the address. KeyError for a parameter that nothing is known of."""
    if not address.parameters:
        return {"-": {}}
    found = {name: _maker(address, name)(world) for name in address.parameters}
    whose = sorted(set().union(*found.values()))
    return {
        one: {name: values.get(one, next(iter(values.values()))) for name, values in found.items()} for one in whose
    }


def _maker(address: Address, parameter: str) -> Callable[[Any], Objects]:
    try:
        room = address.view.partition(":")[0]
        named = (f"{address.view}:{parameter}", f"{room}:{parameter}")
        return next((found for name in named if (found := PARAMETERS.get(name))), None) or PARAMETERS[parameter]
    except KeyError:
        raise KeyError(f"tests/matrix.py knows no object for {parameter} of {address.view}") from None


def observe(address: Address, world: Any) -> Iterator[tuple[Case, dict[str, int], dict[str, bytes]]]:
    """Ask as everybody; yields each line with statuses, and with the bodies of what was not found.

    What a request changes is undone before the next.
    """
    for whose, values in objects_of(address, world).items():
        for method in METHODS:
            statuses, missing = {}, {}
            for role in ROLES:
                response = ask(world, role, method, address.url(values))
                statuses[role] = response.status_code
                if response.status_code == 404:
                    missing[role] = response.content
            yield Case(address.view, method, whose), statuses, missing


def unknown_of(values: dict[str, Any]) -> dict[str, Any]:
    """The same parameters, naming nothing that there is."""
    return {
        name: UNKNOWN if isinstance(value, UUID) else 2**31 - 1 if isinstance(value, int) else "finns-inte"
        for name, value in values.items()
    }


@contextmanager
def in_haste() -> Iterator[None]:
    """Twenty thousand requests, of which half are refused: who asks is read once a session, what waits for them is
    counted once each, where an address leads is looked up once, no template tells a test that it was used, and the log
    of refusals is not kept.

    Log-in, sessions, the counts and the log are tried elsewhere.
    """
    from django.conf import settings
    from django.contrib import auth
    from django.db import connection, transaction
    from django.template.base import Template
    from django.urls import get_resolver

    from stegvis.foundation.access.middleware import ActorMiddleware
    from stegvis.web import context

    known: dict[str, Any] = {}
    read, told, noted = auth.get_user, Template._render, ActorMiddleware.process_exception
    counts, counted = context.counts_of, {}
    resolver = get_resolver()

    def get_user(request: Any) -> Any:
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if session not in known:
            known[session] = read(request)
        return copy(known[session])

    def counts_of(request: Any) -> Any:
        if connection.needs_rollback:
            return counts(request)
        if request.actor not in counted:
            counted[request.actor] = counts(request)
        return counted[request.actor]

    context.counts_of = counts_of
    auth.get_user, Template._render = get_user, lambda template, context: template.nodelist.render(context)
    ActorMiddleware.process_exception = lambda *_refused: transaction.set_rollback(True)
    resolver.resolve = cache(resolver.resolve)
    try:
        yield
    finally:
        context.counts_of = counts
        del resolver.resolve
        auth.get_user, Template._render, ActorMiddleware.process_exception = read, told, noted


def ask(world: Any, role: str, method: str, url: str) -> Any:
    """What a request changes is undone, also what it puts in the cache: that is a table of the same database."""
    from django.db import transaction

    if not world.clients:
        _log_in(world)
    client = world.clients[role]
    client.cookies = SimpleCookie(world.sessions[role])
    try:
        return getattr(client, method.lower())(url)
    finally:
        transaction.savepoint_rollback(world.furnished)


def _log_in(world: Any) -> None:
    """Everybody, once; what was there before their first request is what each of them meets."""
    from django.db import transaction
    from django.test import Client

    for role in ROLES:
        client = world.clients[role] = Client()
        if role != "anonymous":
            client.force_login(getattr(world.cast, role))
        world.sessions[role] = client.cookies.output(header="", attrs=[])
    world.furnished = transaction.savepoint()


@cache
def read_table() -> dict[Case, dict[str, int]]:
    """Line → status by role, read once. ValueError for a line that cannot be read."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []:
        if line and not line.startswith("#"):
            head, _colon, tail = line.rpartition(": ")
            method, view, whose = head.split(" ")
            found[Case(view, method, whose)] = _statuses(tail)
    return found


def _statuses(text: str) -> dict[str, int]:
    *named, rest = text.split("; ")
    found = dict.fromkeys(ROLES, int(rest))
    for part in named:
        status, *roles = part.split(" ")
        if unknown := set(roles) - set(ROLES):
            raise ValueError(f"nobody in the cast is called {', '.join(sorted(unknown))}")
        found |= dict.fromkeys(roles, int(status))
    return found


def line_of(case: Case, statuses: dict[str, int]) -> str:
    groups: dict[int, list[str]] = defaultdict(list)
    for role in ROLES:
        groups[statuses[role]].append(role)
    *named, (rest, _others) = sorted(groups.items(), key=lambda item: (len(item[1]), item[0]))
    return f"{case}: " + "; ".join([*(f"{status} {' '.join(roles)}" for status, roles in named), str(rest)])


def main() -> None:
    import os

    os.environ |= {"STEGVIS_MODE": "test", "DJANGO_SETTINGS_MODULE": "stegvis.web.settings"}
    import django

    from tests.support import database

    django.setup()
    from django.db import connection, transaction
    from django.test.utils import setup_test_environment

    setup_test_environment()
    server = database.start_server()
    database.build_template()
    database.recreate("stegvis_matrix", database.TEMPLATE)
    database.use("stegvis_matrix")
    try:
        with transaction.atomic():
            from tests.support.furnished import furnish

            world, known = furnish(), read_table()
            seen = {case.view for case in known} if "--missing" in sys.argv else set()
            for address in sorted((a for a in addresses() if a.view not in seen), key=lambda address: address.view):
                for case, statuses, _bodies in observe(address, world):
                    sys.stdout.write(f"{line_of(case, statuses)}\n")
            transaction.set_rollback(True)
    finally:
        connection.close()
        with database.superuser() as superuser:
            database.drop(superuser, "stegvis_matrix")
        del server


if __name__ == "__main__":
    main()
