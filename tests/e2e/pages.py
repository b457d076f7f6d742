"""Every page type of the product, who sees it in the world, and how one gets there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Page:
    """One page type: the view's name, a member of the cast (nobody: ``""``), and an address.

    Where the address holds a key, ``path`` is a page with a link to it and ``link`` a CSS selector of that link.
    """

    view: str
    who: str
    path: str
    link: str = ""

    @property
    def id(self) -> str:
        part = self.path.partition("?")[2].partition("=")[2]
        return "-".join(word for word in (self.view.replace(":", "-"), part, self.who) if word)


PAGES = (
    Page("account_login", "", "/konto/login/"),
    Page("account_reset_password", "", "/konto/password/reset/"),
    Page("account_change_password", "anna", "/konto/password/change/"),
    Page("account_email", "anna", "/konto/email/"),
    Page("mfa_index", "anna", "/konto/2fa/"),
    Page("usersessions_list", "anna", "/konto/sessions/"),
    Page("about", "", "/om/"),
    Page("accessibility", "", "/tillganglighet/"),
    Page("style_page", "", "/stil/"),
    Page("home", "anna", "/"),
    Page("home", "bosse", "/"),
    Page("home", "gunilla", "/"),
    Page("careers:me", "anna", "/min-utveckling/"),
    Page("careers:me", "gunilla", "/min-utveckling/"),
    Page("careers:team", "bosse", "/mitt-team/"),
    Page("careers:team", "bosse", "/mitt-team/?del=matris"),
    Page("careers:team", "bosse", "/mitt-team/?del=saknas"),
    Page("careers:team", "bosse", "/mitt-team/?del=gar-ut"),
    Page("careers:team", "bosse", "/mitt-team/?del=pensioner"),
    Page("careers:team", "bosse", "/mitt-team/?del=sarbarhet"),
    Page("careers:person", "bosse", "/mitt-team/", "main a[href*='/mitt-team/person/']"),
    Page("careers:my_plan", "anna", "/min-utveckling/plan/"),
    Page("careers:person_plan", "bosse", "/mitt-team/planer/", "main tbody a[href*='/mitt-team/person/']"),
    Page("careers:team_plans", "bosse", "/mitt-team/planer/"),
    Page("exchange:pathway", "anna", "/utbud/vag/"),
    Page("exchange:demand", "dag", "/utbud/behov/"),
    Page("exchange:demand", "anna", "/utbud/behov/"),
    Page("exchange:new_bundle", "dag", "/utbud/samkop/nytt/"),
    Page("surveys:interviews", "dag", "/enkater/intervjuer/"),
    Page("surveys:interviews", "anna", "/enkater/intervjuer/"),
    Page("surveys:new_interview_study", "dag", "/enkater/intervjuer/ny/"),
    Page("planning:mixes", "bosse", "/planering/kompetensmix/"),
    Page("planning:mix_new", "bosse", "/planering/kompetensmix/ny/"),
    Page("planning:shifts", "bosse", "/planering/uppgiftsvaxling/"),
    Page("planning:shifts_compare", "dag", "/planering/uppgiftsvaxling/jamfor/"),
    Page("careers:my_talks", "anna", "/min-utveckling/samtal/"),
    Page("careers:team_talks", "bosse", "/mitt-team/samtal/"),
    Page("careers:talks_plan", "bosse", "/mitt-team/samtal/planera/"),
    Page("careers:person_talks", "bosse", "/mitt-team/samtal/", "main tbody th a"),
    Page("careers:year", "gunilla", "/organisation/arshjul/"),
    Page("careers:year_add", "gunilla", "/organisation/arshjul/", "main a[href*='/arshjul/ny/']"),
    Page("careers:own_assessments", "anna", "/min-utveckling/bedomningar/"),
    Page("careers:team_assessments", "bosse", "/mitt-team/bedomningar/"),
    Page("careers:assess_team", "bosse", "/mitt-team/bedomningar/bedom/"),
    Page("careers:assessments_asked", "anna", "/bedomningar/"),
    Page("careers:evidence", "anna", "/min-utveckling/underlag/"),
    Page("careers:evidence_state", "anna", "/min-utveckling/underlag/nytt/"),
    Page("careers:credentials", "anna", "/min-utveckling/intyg/"),
    Page("careers:credential_make", "anna", "/min-utveckling/intyg/nytt/"),
    Page("careers:credentials_issued", "gunilla", "/organisation/intyg/"),
    Page("careers:credential_check", "", "/intyg/kontrollera/"),
    Page("careers:credential_issuer", "", "/intyg/utfardare/ale/"),
    Page("careers:signing_keys", "", "/intyg/nycklar/"),
    Page("careers:card", "anna", "/min-utveckling/kort/"),
    Page("careers:card_ask", "", "/kort/"),
    Page("careers:evidence_to_check", "bosse", "/mitt-team/att-kontrollera/"),
    Page("careers:placement_answers", "bosse", "/mitt-team/svar/"),
    Page("careers:record", "anna", "/min-utveckling/meritportfolj/"),
    Page("careers:consents", "anna", "/min-utveckling/meritportfolj/visas-for/"),
    Page("careers:share_record", "cecilia", "/min-utveckling/meritportfolj/visa/"),
    Page("careers:shared_records", "gunilla", "/delade-meriter/"),
    Page("exchange:balance", "gunilla", "/utbud/balans/"),
    Page("planning:home", "gunilla", "/planering/"),
    Page("planning:plans", "gunilla", "/planering/planer/"),
    Page("planning:plan_new", "gunilla", "/planering/planer/ny/"),
    Page("planning:plan", "gunilla", "/planering/planer/", "main .sv-card a[href*='/planer/']"),
    Page("planning:plans_overview", "farid", "/planering/planer/oversikt/"),
    Page("planning:plan_edition", "farid", "/planering/planer/oversikt/", "main tbody a[href*='/beslutad/']"),
    Page("surveys:reports", "dag", "/enkater/rapporter/"),
    Page("surveys:report_new", "dag", "/enkater/rapporter/ny/"),
    Page("exchange:costs", "gunilla", "/utbud/balans/kostnader/"),
    Page("careers:sharings", "anna", "/delat/"),
    Page("careers:sharings", "bosse", "/delat/"),
    Page("careers:sharing_new", "anna", "/delat/dela/"),
    Page("careers:offers", "anna", "/erfarenhet/"),
    Page("careers:offers", "bosse", "/erfarenhet/"),
    Page("careers:offer_new", "gunilla", "/erfarenhet/ny/"),
    Page("careers:leaving", "gunilla", "/organisation/pensioner/"),
    Page("careers:my_studies", "anna", "/min-utveckling/studier/"),
    Page("careers:team_studies", "bosse", "/mitt-team/studier/"),
    Page("careers:studies", "gunilla", "/organisation/studier/"),
    Page("careers:study_terms", "gunilla", "/organisation/studier/", "main a[href*='/studier/villkor/']"),
    Page("careers:organisation", "gunilla", "/organisation/oversikt/"),
    Page("careers:my_introduction", "anna", "/min-introduktion/"),
    Page("careers:introductions", "bosse", "/introduktion/"),
    Page("careers:introduction_start", "bosse", "/introduktion/ny/"),
    Page("exchange:places", "anna", "/mina-platser/"),
    Page("exchange:asked", "bosse", "/mitt-team/ansokningar/"),
    Page("exchange:team_places", "bosse", "/mitt-team/platser/"),
    Page("careers:mentoring", "anna", "/mentorskap/"),
    Page("careers:mentor_offer", "anna", "/mentorskap/bli-mentor/"),
    Page("careers:mentor_rounds", "gunilla", "/mentorskap/omgangar/"),
    Page("exchange:rounds", "anna", "/omgangar/"),
    Page("exchange:round_new", "gunilla", "/omgangar/ny/"),
    Page("exchange:round_team", "bosse", "/omgangar/team/"),
    Page("careers:mentor_round_new", "gunilla", "/mentorskap/omgangar/ny/"),
    Page("careers:supervising", "anna", "/introduktion/handleder/"),
    Page("careers:programmes", "gunilla", "/introduktion/program/"),
    Page("careers:moves", "gunilla", "/organisation/versionsbyten/"),
    Page("careers:calibration", "gunilla", "/organisation/kalibrering/?yrke=sjukskoterska"),
    Page("careers:calibration_between", "dag", "/organisation/kalibrering/samverkan/"),
    Page("careers:calibration_judges", "gunilla", "/organisation/kalibrering/bedomare/?yrke=sjukskoterska"),
    Page("careers:calibration_rounds", "gunilla", "/organisation/kalibrering/omgangar/"),
    Page("careers:calibration_plan", "gunilla", "/organisation/kalibrering/omgangar/ny/"),
    Page("careers:calibration_round", "gunilla", "/organisation/kalibrering/omgangar/", "tbody tr:last-child a"),
    Page("careers:calibration_round", "maria", "/organisation/kalibrering/omgangar/1/"),
    Page("careers:calibration_close", "gunilla", "/organisation/kalibrering/omgangar/2/stang/"),
    Page("careers:calibration_judge", "maria", "/kalibrering/bedom/"),
    Page("careers:calibration_own", "bosse", "/kalibrering/mina/"),
    Page("notices:list", "anna", "/aviseringar/"),
    Page("notices:choices", "anna", "/aviseringar/val/"),
    Page("people:history", "anna", "/min-utveckling/historik/"),
    Page("people:readings", "anna", "/min-utveckling/historik/lasningar/"),
    Page("people:staff", "gunilla", "/personal/"),
    Page("people:invite", "gunilla", "/personal/bjud-in/"),
    Page("people:import", "gunilla", "/personal/import/"),
    Page("people:protected", "hamid", "/skyddade-identiteter/"),
    Page("people:protect", "hamid", "/skyddade-identiteter/?q=Anna", "a[href$='/markera/']"),
    Page("people:unprotect", "hamid", "/skyddade-identiteter/", "a[href$='/avmarkera/']"),
    Page("people:retention", "gunilla", "/gallring/"),
    Page("people:retention_of", "gunilla", "/gallring/ale/"),
    Page("organisations:roles", "gunilla", "/organisation/roller/"),
    Page("organisations:give_role", "gunilla", "/organisation/roller/ny/"),
    Page("organisations:end_role", "gunilla", "/organisation/roller/", "a[href$='/avsluta/']"),
    Page("organisations:units", "gunilla", "/organisation/enheter/"),
    Page("organisations:add_unit", "gunilla", "/organisation/enheter/", "a[href$='/enheter/ny/']"),
    Page("organisations:change_unit", "gunilla", "/organisation/enheter/", "main table a[href*='/enheter/']"),
    Page("organisations:close_unit", "gunilla", "/organisation/enheter/", "a[href$='/stang/']"),
    Page("organisations:collaborations", "gunilla", "/organisation/samverkan/"),
    Page("frameworks:list", "", "/karriarmodeller/"),
    Page("frameworks:list", "anna", "/karriarmodeller/"),
    Page("frameworks:detail", "", "/karriarmodeller/molndal-rehab/"),
    Page("frameworks:detail", "anna", "/karriarmodeller/pilot-sjukskoterska-kommun/"),
    Page("frameworks:detail", "gunilla", "/karriarmodeller/pilot-rehab-kommun/"),
    Page("frameworks:drafts", "gunilla", "/karriarmodeller/utkast/"),
    Page("frameworks:draft_start", "gunilla", "/karriarmodeller/utkast/nytt/"),
    Page("frameworks:import", "gunilla", "/karriarmodeller/import/"),
    Page("frameworks:compare", "anna", "/karriarmodeller/jamfor/"),
    Page("frameworks:upgrade", "gunilla", "/karriarmodeller/ale-rehab/1/uppgradera/"),
    Page("exchange:offers", "bosse", "/utbud/?ordning=team"),
    Page("exchange:offers", "anna", "/utbud/?visa=kalender"),
    Page("exchange:offers", "anna", "/utbud/?visa=karta"),
    Page("exchange:offer", "anna", "/utbud/", "main .find-card a"),
    Page("exchange:open_offers", "", "/utbud/oppet/molndal/"),
    Page("exchange:embedded_offers", "", "/utbud/inbaddat/molndal/"),
    Page("frameworks:pilots", "anna", "/karriarmodeller/piloter/"),
    Page("frameworks:pilot_plan", "gunilla", "/karriarmodeller/piloter/ny/pilot-sjukskoterska-kommun/1/"),
    Page("exchange:managed", "bosse", "/utbud/hantera/"),
    Page("exchange:new_offer", "bosse", "/utbud/nytt/"),
    Page("exchange:offer_occasions", "bosse", "/utbud/hantera/", "main .offers-list a"),
    Page("exchange:change_offer", "bosse", "/utbud/1/andra/"),
    Page("exchange:offer_requirements", "bosse", "/utbud/1/krav/?q=hlr"),
    Page("exchange:change_occasion", "bosse", "/utbud/1/tillfallen/", "main .offers-list a[href$='/andra/']"),
    Page("exchange:cancel_occasion", "bosse", "/utbud/1/tillfallen/", "main .offers-list a[href$='/stall-in/']"),
    Page("exchange:common_days", "dag", "/utbud/gemensamma-dagar/"),
    Page("exchange:import_offers", "gunilla", "/utbud/las-in/"),
    Page("surveys:questionnaires", "gunilla", "/enkater/formular/"),
    Page("surveys:questionnaire_new", "gunilla", "/enkater/formular/nytt/"),
    Page("surveys:questionnaire_import", "gunilla", "/enkater/formular/hamta/"),
    Page("surveys:bank", "gunilla", "/enkater/fragor/"),
    Page("surveys:bank_new", "gunilla", "/enkater/fragor/ny/"),
)

CASE_PROVIDER = (
    "case_association",
    "case_association_grouping",
    "case_concept",
    "case_document",
    "case_documents",
    "case_item",
    "case_item_associations",
    "case_item_type",
    "case_licence",
    "case_nothing",
    "case_package",
    "case_rubric",
    "case_subject",
)

NO_PAGES = {
    **dict.fromkeys(
        (
            *("surveys:answer", "surveys:answer_page", "surveys:answer_send", "surveys:answer_receipt"),
            *("surveys:rounds", "surveys:round", "surveys:round_new", "surveys:round_change", "surveys:round_notice"),
            *("surveys:round_strata", "surveys:round_contacts", "surveys:round_contact", "surveys:round_upload"),
            *("surveys:round_replies", "surveys:replies_beside", "surveys:reply"),
        ),
        "walked with a round in them, in test_survey_walk.py",
    ),
    **dict.fromkeys(
        (
            "surveys:results",
            "surveys:results_waves",
            "surveys:results_crossings",
            "surveys:results_microdata",
            "surveys:results_choices",
        ),
        "walked with answers in them, in test_survey_walk.py",
    ),
    **dict.fromkeys(
        (
            *("surveys:answer_file", "surveys:reply_file", "surveys:round_template", "surveys:round_upload_save"),
            *("surveys:results_file", "surveys:results_start", "surveys:results_take_in"),
        ),
        "a file, or what a page posts to",
    ),
    "careers:rate": "a script's answer",
    **dict.fromkeys(
        (
            "surveys:questionnaire",
            "surveys:questionnaire_fix",
            "surveys:questionnaire_preview",
            "surveys:questionnaire_version",
            "surveys:bank_item",
            "surveys:bank_pick",
        ),
        "walked with a questionnaire in them, in test_survey_walk.py",
    ),
    **dict.fromkeys(
        (
            "surveys:questionnaire_away",
            "surveys:questionnaire_move",
            "surveys:questionnaire_part",
            "surveys:questionnaire_put_back",
            "surveys:questionnaire_text",
        ),
        "a form's answer",
    ),
    **dict.fromkeys(("surveys:questionnaire_export", "surveys:questionnaire_version_export"), "a file"),
    **dict.fromkeys(
        ("careers:answer_placement", "careers:reply_to_answer"),
        "walked with a decision in them, in test_assessments.py",
    ),
    **dict.fromkeys(
        ("careers:answer_placement", "careers:reply_to_answer"),
        "walked with a decision in them, in test_assessments.py",
    ),
    **dict.fromkeys(
        ("careers:assess", "careers:assessment"), "walked with an assessment in them, in test_assessments.py"
    ),
    "set_language": "a form's answer",
    "operations:health": "for machines",
    **dict.fromkeys(("notices:make_calendar", "notices:close_calendar"), "a form's answer"),
    **dict.fromkeys(
        ("careers:evidence_correct", "careers:evidence_check"), "walked with a certificate in them, in test_evidence.py"
    ),
    "careers:evidence_take_back": "a form's answer",
    "careers:end_consent": "a form's answer",
    "careers:shared_record": "walked with a record in it, in test_record.py",
    **dict.fromkeys(("careers:record_json", "careers:record_pdf"), "a file"),
    **dict.fromkeys(
        ("careers:credential", "careers:credential_shown"), "walked with a certificate in them, in test_credentials.py"
    ),
    "careers:card_shown": "walked with a code in it, in test_credentials.py",
    **dict.fromkeys(("careers:credential_revoke", "careers:card_close"), "a form's answer"),
    "careers:credential_file": "a file",
    **dict.fromkeys(("careers:credential_status", "careers:key_set", "careers:signing_key"), "for machines"),
    "careers:evidence_file": "a file",
    "notices:open": "leads to another page",
    "notices:calendar": "for machines",
    "people:import_template": "a file",
    "people:import_current": "a file",
    "people:import_apply": "a form's answer",
    "people:import_drop": "a form's answer",
    "people:retention_purge": "a form's answer",
    **dict.fromkeys(
        ("frameworks:draft_mapping", "frameworks:draft_mapping_add", "frameworks:draft_mapping_line"),
        "walked with a draft in them, in test_overlays.py",
    ),
    "frameworks:file": "a file",
    "frameworks:export": "a file",
    "frameworks:import_template": "a file",
    "frameworks:import_save": "a form's answer",
    "frameworks:import_drop": "a form's answer",
    "frameworks:import_preview": "walked with a framework in it, in test_framework_import.py",
    **{f"frameworks:{name}": "for machines" for name in CASE_PROVIDER},
    "frameworks:pdf": "a file",
    "frameworks:schema": "a file",
    **dict.fromkeys(
        ("frameworks:equivalence_record", "frameworks:equivalence_withdraw"),
        "walked with two frameworks chosen, in test_frameworks.py",
    ),
    **dict.fromkeys(
        (
            "frameworks:draft_review",
            "frameworks:draft_review_ask",
            "frameworks:draft_review_comment",
            "frameworks:draft_review_consult",
            "frameworks:draft_review_correct",
            "frameworks:draft_publish",
            "frameworks:pilot",
            "frameworks:pilot_change",
            "frameworks:pilot_evaluate",
            "frameworks:pilot_start",
            "frameworks:pilot_end",
            "frameworks:pilot_widen",
        ),
        "walked with a draft and a pilot in them, in test_review.py",
    ),
    **dict.fromkeys(
        (
            "frameworks:draft_review_send",
            "frameworks:draft_review_take_back",
            "frameworks:draft_review_remove",
            "frameworks:draft_review_invite",
            "frameworks:draft_review_write_again",
            "frameworks:draft_review_answer",
            "frameworks:draft_review_settle",
        ),
        "a form's answer",
    ),
    "frameworks:draft": "walked with a draft in it, in test_editor.py",
    **dict.fromkeys(
        ("frameworks:draft_part", "frameworks:draft_move", "frameworks:draft_put_back", "frameworks:draft_text"),
        "a form's answer",
    ),
    "frameworks:draft_discard": "a question without scripts, and a form's answer",
    **dict.fromkeys(
        (
            "careers:move",
            "careers:move_decide",
            "careers:team_move",
            "careers:place",
            "careers:withdraw_placement",
        ),
        "walked with a move and a decision in them, in test_moves.py",
    ),
    **dict.fromkeys(
        (
            "careers:introduction",
            "careers:introduction_deviation",
            "careers:introduction_extend",
            "careers:introduction_finish",
            "careers:introduction_stop",
            "careers:introduction_supervisor",
            "careers:programme",
        ),
        "walked with a programme and an introduction in them, in test_introductions.py",
    ),
    **dict.fromkeys(
        ("careers:introduction_tick", "careers:programme_retire", "careers:programme_take"), "a form's answer"
    ),
    **dict.fromkeys(
        (
            "careers:mentor_ask",
            "careers:mentor_round",
            "careers:mentor_round_rank",
            "careers:mentor_round_wish",
            "careers:mentorship",
            "careers:mentorship_end",
        ),
        "walked with mentors and a round in them, in test_mentoring.py",
    ),
    **dict.fromkeys(
        (
            "exchange:round",
            "exchange:round_change",
            "exchange:round_lead",
            "exchange:round_outcome",
            "exchange:round_places",
            "exchange:round_wish",
        ),
        "walked with a round in them, in test_exchange.py",
    ),
    **dict.fromkeys(("exchange:round_document", "exchange:round_result"), "a file"),
    "careers:mentor_offer_state": "a form's answer",
    **dict.fromkeys(
        ("exchange:apply", "exchange:participants", "exchange:withdraw"),
        "walked with a place in them, in test_exchange.py",
    ),
    "exchange:place_act": "a form's answer",
    "exchange:place_file": "a file",
    "careers:move_start": "a form's answer",
    "careers:move_start_in_unit": "a form's answer",
    **dict.fromkeys(
        (
            "careers:plan",
            "careers:plan_change",
            "careers:plan_follow_up",
            "careers:plan_close",
            "careers:plan_goal_add",
            "careers:plan_goal",
            "careers:plan_activity_add",
            "careers:plan_activity",
            "careers:year_entry",
        ),
        "walked with a plan and a year in them, in test_plans.py",
    ),
    **dict.fromkeys(
        (
            "exchange:say_missing",
            "exchange:take_back",
            "exchange:bundle_seats",
            "exchange:bundle_ask",
            "exchange:bundle_answer",
            "exchange:bundle_offer",
        ),
        "a form's answer",
    ),
    "exchange:bundle": "walked with something gathered in it, in test_demand.py",
    "exchange:pathway_of": "the page of exchange:pathway",
    **dict.fromkeys(
        (
            "exchange:attendance",
            "exchange:attendance_code",
            "exchange:here",
            "exchange:afterwards",
            "exchange:evaluation",
        ),
        "walked with somebody who takes part, in test_exchange.py",
    ),
    **dict.fromkeys(
        (
            "exchange:attendance_share",
            "exchange:evaluate",
            "exchange:take_home",
            "exchange:finish_activity",
        ),
        "a form's answer",
    ),
    "exchange:certificate": "a file",
    "careers:sharing": "walked with something shared in it, in test_experience.py",
    **dict.fromkeys(
        ("careers:sharing_dismiss", "careers:sharing_take_back", "careers:sharing_thank"), "a form's answer"
    ),
    **dict.fromkeys(
        ("careers:offer", "careers:offer_change", "careers:interest_answer"),
        "walked with a role in them, in test_experience.py",
    ),
    **dict.fromkeys(
        ("careers:offer_close", "careers:offer_interest", "careers:interest_withdraw", "careers:wish"),
        "a form's answer",
    ),
    **dict.fromkeys(
        (
            "careers:person_studies",
            "careers:study",
            "careers:study_change",
            "careers:study_end",
            "careers:study_finish",
            "careers:study_follow_up",
            "careers:study_pause",
            "careers:study_resume",
            "careers:study_stage",
            "careers:study_stage_add",
            "careers:study_start",
        ),
        "walked with studies in them, in test_experience.py",
    ),
    **dict.fromkeys(("careers:study_agree", "careers:study_stage_reached"), "a form's answer"),
    **dict.fromkeys(("careers:talk", "careers:talk_change"), "walked with a talk in them, in test_talks.py"),
    "careers:talk_pdf": "a file",
    **dict.fromkeys(
        ("careers:plan_suggest", "careers:plan_agree", "careers:plan_activity_state", "careers:year_start"),
        "a form's answer",
    ),
    **dict.fromkeys(
        ("careers:move_begin", "careers:move_choose", "careers:move_follow", "careers:move_widen"), "a form's answer"
    ),
    "careers:move_recompute": "a form's answer",
    **dict.fromkeys(("exchange:occasion_file", "exchange:open_feed"), "a file"),
    "frameworks:version": "the page of frameworks:detail",
    **dict.fromkeys(
        (
            "surveys:interview_study",
            "surveys:change_interview_study",
            "surveys:interview_guide",
            "surveys:change_interview_theme",
            "surveys:interview_coverage",
            "surveys:interview_list",
            "surveys:plan_interview",
            "surveys:import_interviews",
            "surveys:interview",
            "surveys:change_interview",
            "surveys:delete_interview",
            "surveys:interviewees",
            "surveys:change_interviewee",
            "surveys:interview_themes",
            "surveys:interview_theme",
            "surveys:interview_finding",
            "surveys:interview_answers",
            "surveys:interview_report",
            "surveys:interview_report_version",
        ),
        "walked with a study in them, in test_interviews.py",
    ),
    **dict.fromkeys(("surveys:import_interviews_template", "surveys:interview_report_file"), "a file"),
    **dict.fromkeys(
        (
            "surveys:add_interview_quote",
            "surveys:import_interviews_save",
            "surveys:interview_answer",
            "surveys:interview_ask_members",
            "surveys:interview_asked",
            "surveys:interview_note",
            "surveys:interview_proposals",
            "surveys:interview_questions",
            "surveys:interview_quote",
            "surveys:interview_study_state",
            "surveys:interview_summary",
            "surveys:interview_theme_act",
            "surveys:name_interviewer",
            "surveys:remove_interviewee",
            "surveys:remove_interviewer",
        ),
        "a form's answer",
    ),
    "organisations:withdraw_invitation": "a form's answer",
    "organisations:send_invitation_again": "a form's answer",
    "organisations:invitation": "walked in the tests of accounts",
    "jobs:detail": "walked with a list in it, in test_import.py",
    "people:import_preview": "walked with a list in it, in test_import.py",
    **dict.fromkeys(
        (
            "surveys:report",
            "surveys:report_about",
            "surveys:report_open",
            "surveys:report_pick",
            "surveys:report_preview",
            "surveys:report_publish",
            "surveys:report_put_away",
            "surveys:report_release",
            "surveys:report_release_retract",
            "surveys:report_version",
            "surveys:round_reports",
        ),
        "walked with a report in them, in test_survey_walk.py",
    ),
    **dict.fromkeys(("surveys:report_act", "surveys:report_block", "surveys:report_release_open"), "a form's answer"),
    **dict.fromkeys(("surveys:report_figures", "surveys:report_pdf", "surveys:report_preview_pdf"), "a file"),
    "exchange:cancel_offer": "the page of exchange:cancel_occasion",
    "exchange:import_template": "a file",
    **dict.fromkeys(("exchange:offer_state", "exchange:common_day", "exchange:import_save"), "a form's answer"),
    **dict.fromkeys(
        (
            *("surveys:coding", "surveys:coding_own", "surveys:coding_question", "surveys:coding_read"),
            *("surveys:coding_hide", "surveys:coding_compare", "surveys:coding_quotes", "surveys:coding_quote_new"),
            *("surveys:codebooks", "surveys:codebook_new", "surveys:codebook", "surveys:codebook_import"),
            *("surveys:code_new", "surveys:coding_remove"),
        ),
        "walked with texts in them, in test_survey_walk.py",
    ),
    **dict.fromkeys(("surveys:code", "surveys:codebook_rename"), "the form of surveys:code_new or codebook_new"),
    **dict.fromkeys(("surveys:coding_passages", "surveys:coding_project", "surveys:codebook_file"), "a file"),
    **dict.fromkeys(
        (
            *("planning:plan_need_remove", "planning:plan_measure_remove", "planning:plan_edition_show"),
            "planning:plan_edition_pdf",
        ),
        "a form's answer, or a file",
    ),
    **dict.fromkeys(
        (
            *("planning:plan_about", "planning:plan_need", "planning:plan_measure_new", "planning:plan_measure"),
            *("planning:plan_follow_up", "planning:plan_decide"),
        ),
        "the form of planning:plan_new",
    ),
    **dict.fromkeys(
        ("planning:shift_decide", "planning:shift_drop", "planning:mix_task_remove", "planning:mix_upload_save"),
        "a form's answer",
    ),
    "planning:mix_file": "a file",
    **dict.fromkeys(
        (
            *(
                "planning:mix",
                "planning:mix_staff",
                "planning:mix_task",
                "planning:mix_task_new",
                "planning:mix_upload",
            ),
            *("planning:mix_about", "planning:mix_put_away", "planning:shift", "planning:shift_change"),
            *("planning:shift_week", "planning:shift_end", "planning:shift_new"),
        ),
        "walked with a skill mix and a shift in them, in test_task_shifting.py",
    ),
    "planning:plan_put_away": "one question, as surveys:report_put_away",
    **{
        f"surveys:{act}": "a form's answer"
        for act in (
            *(
                "coding_choose",
                "coding_coder",
                "coding_show",
                "coding_unmark",
                "coding_done",
                "coding_flag",
                "coding_flag_answer",
                "coding_go_on",
            ),
            *("coding_merge", "coding_settle", "coding_unsettle", "coding_agree", "coding_reopen"),
            *("coding_quote_decide", "coding_quote_withdraw"),
            *("codebook_away", "code_move", "code_retire", "code_delete"),
        )
    },
}


def unlisted_views() -> list[str]:
    """Views of our own that are neither above nor said to be no page, and what is listed but gone."""
    listed = {page.view for page in PAGES if ":" in page.view} | {name for name in NO_PAGES if ":" in name}
    return sorted(set(_own_views()) ^ listed)


def _own_views() -> Iterator[str]:
    from django.urls import URLResolver, get_resolver

    def walk(resolver: Any, namespace: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, entry.namespace or namespace)
            elif namespace not in {"", "api"} and entry.name:
                yield f"{namespace}:{entry.name}"

    yield from walk(get_resolver(), "")
