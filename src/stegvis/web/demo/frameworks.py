"""Frameworks that live: GR renews the pilot framework, Ale follows, Mölndal is one version behind and plans to try.

Everything is done by the services that users use. Each step is whole or not done, and looks for what it makes, so that
a load that was cut off is completed by the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from stegvis.careers.models import VersionMove
from stegvis.careers.moves.services import accept_move
from stegvis.foundation.access.actor import Actor, acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.foundation.jobs.worker import run_pending_jobs
from stegvis.frameworks.drafts.publishing import earlier_of, publish_draft
from stegvis.frameworks.drafts.queries import loaded
from stegvis.frameworks.drafts.review_services import (
    answer_review,
    ask_reviewer,
    comment_on,
    record_consultation,
    send_out,
    settle_comment,
)
from stegvis.frameworks.drafts.services import save_content, start_from_version
from stegvis.frameworks.models import Draft, Framework, FrameworkVersion, Pilot
from stegvis.frameworks.pilots.services import Plan, end_pilot, evaluate_pilot, plan_pilot, start_pilot
from stegvis.frameworks.policies import Owner
from stegvis.frameworks.queries import effective_of, effective_of_document
from stegvis.frameworks.relations.entries import MappingEntry, Relation
from stegvis.frameworks.relations.proposing import propose_mapping
from stegvis.frameworks.relations.queries import base_change
from stegvis.frameworks.relations.services import save_mapping, start_upgrade
from stegvis.frameworks.services import publish_framework, take_over_framework
from stegvis.organisations.models import Collaboration, Organisation, Unit
from stegvis.people.models import Profession
from stegvis.web.demo.cast import CAST, user_key

REASON = "Demonstration"
SHARED = "pilot-rehab-kommun"
ALES = "ale-rehab"
THERAPISTS = ("arbetsterapeut", "fysioterapeut")
DATA = Path(__file__).parent / "data"
WELFARE_TECHNOLOGY: dict[str, Any] = {
    "kind": "course",
    "code": "valfardsteknik",
    "title": {"sv": "Välfärdsteknik i hemmet, grundkurs", "en": "Welfare technology at home, basic course"},
    "accepts": ["valfardsteknik-grund"],
}
SHADOWING = "fordjupning-hospitering"
IN_MUNICIPALITY = {
    "title": {"sv": "Hospitering i en annan kommun", "en": "Job shadowing in another municipality"},
    "accepts": ["hospitering-kommun"],
}
IN_REGION = {
    "code": f"{SHADOWING}-region",
    "title": {"sv": "Hospitering i regionens rehabilitering", "en": "Job shadowing in the region's rehabilitation"},
    "accepts": ["hospitering-region"],
}
SPLIT = MappingEntry(Relation.SPLIT, (SHADOWING,), (SHADOWING, f"{SHADOWING}-region"))


def let_live(employers: Iterable[str]) -> None:
    """What happens to the frameworks once there are people to be placed by them."""
    renew_the_shared_framework()
    let_ale_follow()
    ask_karin_to_read()
    remember_ales_pilot()
    plan_in_molndal()
    if "goteborg" in employers:
        try_in_goteborg()


def give_owners() -> None:
    """GR owns the shared framework, Mölndal its own overlay; both come packaged without an owner."""
    with acting_as_system(reason=REASON) as actor:
        owners: dict[str, Owner] = {
            SHARED: Collaboration.objects.get(slug="gr"),
            "molndal-rehab": Organisation.objects.get(slug="molndal"),
        }
        for framework in Framework.objects.filter(code__in=owners, owner=None, collaboration=None):
            take_over_framework(actor=actor, framework=framework, owner=owners[framework.code])


def publish_ales_overlay() -> None:
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        text = (DATA / "ale-rehab.yaml").read_text(encoding="utf-8")
        publish_framework(actor=actor, text=text, owner=Organisation.objects.get(slug="ale"))


def renew_the_shared_framework() -> None:
    """Dag writes version 2, a union representative reads it, a consultation is recorded, and it is published."""
    with acting_as_system(reason=REASON):
        is_there = FrameworkVersion.objects.filter(framework__code=SHARED, version=2).exists()
    if not is_there:
        with transaction.atomic():
            _renew()
    run_pending_jobs()


def _renew() -> None:
    with acting_as(user_key("dag"), reason=REASON) as actor:
        first = FrameworkVersion.objects.get(framework__code=SHARED, version=1)
        owner = Collaboration.objects.get(slug="gr")
        draft = start_from_version(actor=actor, version=first, owner=owner, as_new=False)
        draft = save_content(actor=actor, draft=draft, revision=draft.revision, content=_renewed(draft.content))
        _have_it_read(actor, draft)
    with acting_as(user_key("karin"), reason=REASON) as actor:
        draft = visible(actor, Draft).get(pk=draft.pk)
        comment_on(
            actor=actor,
            draft=draft,
            about="valfardsteknik",
            text="Bra att välfärdsteknik syns. Se till att kursen ryms i arbetstiden för dem som inte har gått den.",
        )
        answer_review(actor=actor, draft=draft, opinion="with_remarks", statement="Vi vill följa upp efter ett halvår.")
    with acting_as(user_key("dag"), reason=REASON) as actor:
        draft = visible(actor, Draft).get(pk=draft.pk)
        for comment in draft.comments.all():
            settle_comment(actor=actor, draft=draft, comment_id=comment.pk, settled=True)
        record_consultation(
            actor=actor,
            draft=draft,
            held_on=actor.today - timedelta(days=20),
            kind="collaboration",
            parties="Fysioterapeuterna och Sveriges Arbetsterapeuter (påhittat)",
            outcome="agreed",
            note="Följs upp efter ett halvår.",
        )
        _publish(actor, visible(actor, Draft).get(pk=draft.pk))


def _have_it_read(actor: Actor, draft: Draft) -> None:
    reader = next(member for member in CAST if member.key == "karin")
    ask_reviewer(actor=actor, draft=draft, email=reader.email, role="union", speaks_for="Fysioterapeuterna (påhittat)")
    send_out(actor=actor, draft=draft)


def _renewed(content: dict[str, Any]) -> dict[str, Any]:
    """What a year of use might change: a clearer title, a higher rating, a split, something new, something left out."""
    new = deepcopy(content) | {"status": "pilot"}
    places = {node["code"]: siblings for siblings in _siblings(new) for node in siblings if "code" in node}
    by_code = {node["code"]: node for siblings in places.values() for node in siblings if "code" in node}
    by_code["grund-informatik"]["title"] = {
        "sv": "Dokumenterar strukturerat, delar information rätt och använder digitalt stöd",
        "en": "Documents in a structured way, shares information rightly and uses digital support",
    }
    by_code["grund-forbattring"]["rating"] = 2
    places["dokumentation"].remove(by_code["dokumentation"])
    _put_after(places["forflyttning"], by_code["forflyttning"], WELFARE_TECHNOLOGY)
    in_region = by_code[SHADOWING] | IN_REGION
    _put_after(places[SHADOWING], by_code[SHADOWING], in_region)
    by_code[SHADOWING].update(IN_MUNICIPALITY)
    new["facts"] += [
        {"kind": one["kind"], "code": one["accepts"][0], "title": one["title"]}
        for one in (WELFARE_TECHNOLOGY, by_code[SHADOWING], in_region)
    ]
    return new


def _put_after(siblings: list[dict[str, Any]], one: dict[str, Any], new: dict[str, Any]) -> None:
    siblings.insert(siblings.index(one) + 1, new)


def _siblings(content: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Every list of requirements and groups, however deep."""
    for level in content["levels"]:
        for holder in (level, *level.get("tracks", ())):
            yield from _below(holder.get("requires", []))


def _below(nodes: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    yield nodes
    for node in nodes:
        children = node.get("all_of") or node.get("any_of") or node.get("at_least", {}).get("of")
        if children:
            yield from _below(children)


def _publish(actor: Actor, draft: Draft) -> FrameworkVersion:
    """Publish with the mapping that is proposed, the split said."""
    document, problems = loaded(draft)
    earlier = earlier_of(draft)
    if document is None or earlier is None:
        raise RuntimeError(f"the demonstration's framework does not hold: {problems[:3]}")
    before, after = effective_of(earlier).document, effective_of_document(document).document
    mapping = propose_mapping(before, after, [SPLIT])
    draft = save_mapping(actor=actor, draft=draft, revision=draft.revision, entries=mapping)
    return publish_draft(actor=actor, draft=draft, revision=draft.revision)


def let_ale_follow() -> None:
    """Ale's overlay is moved to the new base, and Ale's therapists to the new version. Mölndal has not got there."""
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        if not FrameworkVersion.objects.filter(framework__code=ALES, version=2).exists():
            change = base_change(actor, ALES, 1)
            said = next(part for part in change.upgrade().conflicts if part.before and part.before.code == SHADOWING)
            draft = start_upgrade(actor=actor, change=change, chosen={said.name: f"to-{SHADOWING}"})
            publish_draft(actor=actor, draft=draft, revision=draft.revision)
    run_pending_jobs()
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        moves = visible(actor, VersionMove).filter(to_version__framework__code=ALES, state=VersionMove.State.READY)
        for move in moves:
            accept_move(actor=actor, move=move)
    run_pending_jobs()


def try_in_goteborg() -> None:
    """Göteborg tries the new version in one unit before it decides."""
    with acting_as(user_key("samordnare@goteborg.example.se"), reason=REASON) as actor:
        employer = Organisation.objects.get(slug="goteborg")
        if Pilot.objects.filter(employer=employer).exists():
            return
        plan = Plan(
            title="Rehab prövar version 2",
            starts=actor.today - timedelta(days=60),
            ends=actor.today + timedelta(days=120),
            units=[Unit.objects.get(organisation=employer, code="REHAB")],
            professions=list(Profession.objects.filter(pk__in=THERAPISTS)),
            purpose="Blir nästa steg tydligare för medarbetaren, och hinner chefen med?",
            members=[("Mona Ekdahl", "arbetsterapeuterna"), ("Ali Rahimi", "fysioterapeuterna"), ("Tove Lind", "MAR")],
        )
        version = FrameworkVersion.objects.get(framework__code=SHARED, version=2)
        pilot = plan_pilot(actor=actor, employer=employer, version=version, plan=plan)
        start_pilot(actor=actor, pilot=pilot)
    run_pending_jobs()


@transaction.atomic
def ask_karin_to_read() -> None:
    """Dag has begun the shared framework's third version, and a union representative is asked to read it."""
    with acting_as(user_key("dag"), reason=REASON) as actor:
        if Draft.objects.filter(framework__code=SHARED, state=Draft.State.REVIEW).exists():
            return
        second = FrameworkVersion.objects.get(framework__code=SHARED, version=2)
        owner = Collaboration.objects.get(slug="gr")
        draft = start_from_version(actor=actor, version=second, owner=owner, as_new=False)
        _have_it_read(actor, draft)


@transaction.atomic
def remember_ales_pilot() -> None:
    """Ale tried the nurses' framework in one team before all used it; what it showed can be read."""
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        employer = Organisation.objects.get(slug="ale")
        if Pilot.objects.filter(employer=employer).exists():
            return
        plan = Plan(
            title="Sjuksköterskor prövar nivåerna",
            starts=actor.today - timedelta(days=330),
            ends=actor.today + timedelta(days=30),
            units=[Unit.objects.get(organisation=employer, code="HSV-N")],
            professions=list(Profession.objects.filter(pk="sjukskoterska")),
            purpose="Känner medarbetarna igen sig, och räcker chefens tid?",
            members=[("Sara Nilsson", "sjuksköterskorna"), ("Ola Persson", "Vårdförbundet"), ("Eva Lund", "MAS")],
        )
        version = FrameworkVersion.objects.get(framework__code="pilot-sjukskoterska-kommun", version=1)
        pilot = plan_pilot(actor=actor, employer=employer, version=version, plan=plan)
        start_pilot(actor=actor, pilot=pilot)
        evaluate_pilot(
            actor=actor,
            pilot=pilot,
            evaluation="Samtalen blev tydligare. Underlag samlas bäst löpande. Att stanna på sin nivå ska vara lika"
            " naturligt som att gå vidare, och det behöver sägas högt.",
        )
        end_pilot(actor=actor, pilot=pilot)


@transaction.atomic
def plan_in_molndal() -> None:
    """Mölndal, still on the first version, plans to try the second where Ingrid manages. It places nobody yet."""
    with acting_as(user_key("lena"), reason=REASON) as actor:
        employer = Organisation.objects.get(slug="molndal")
        if Pilot.objects.filter(employer=employer).exists():
            return
        plan = Plan(
            title="Rehab prövar den nya versionen",
            starts=actor.today + timedelta(days=45),
            ends=actor.today + timedelta(days=225),
            units=[Unit.objects.get(organisation=employer, code="REHAB")],
            professions=list(Profession.objects.filter(pk__in=THERAPISTS)),
            purpose="Är det nya tydligare, och vad behöver Mölndals tillägg ändra?",
            members=[("Nils Borg", "fysioterapeuterna"), ("Mia Sand", "arbetsterapeuterna")],
        )
        version = FrameworkVersion.objects.get(framework__code=SHARED, version=2)
        plan_pilot(actor=actor, employer=employer, version=version, plan=plan)
