from django.urls import URLPattern, path

from stegvis.surveys.interviews import (
    coverage_views,
    import_views,
    interview_views,
    people_views,
    report_views,
    summary_views,
    views,
)

ROOM = "enkater/intervjuer/"
STUDY = f"{ROOM}<int:study_id>/"
INTERVIEW = f"{ROOM}intervju/<int:interview_id>/"
THEME = f"{ROOM}tema/<int:theme_id>/"

urlpatterns: list[URLPattern] = [
    path(ROOM, views.studies, name="interviews"),
    path(f"{ROOM}ny/", views.new_study, name="new_interview_study"),
    path(STUDY, views.study, name="interview_study"),
    path(f"{STUDY}andra/", views.change, name="change_interview_study"),
    path(f"{STUDY}lage/", views.move, name="interview_study_state"),
    path(f"{STUDY}intervjuare/", views.name_interviewer, name="name_interviewer"),
    path(f"{ROOM}intervjuare/<int:interviewer_id>/ta-bort/", views.remove_interviewer, name="remove_interviewer"),
    path(f"{STUDY}guide/", views.guide, name="interview_guide"),
    path(f"{STUDY}huvudfragor/", views.questions, name="interview_questions"),
    path(f"{THEME}andra/", views.change_theme, name="change_interview_theme"),
    path(f"{THEME}flytta/", views.act_on_theme, name="interview_theme_act"),
    path(f"{STUDY}tillfragade/", coverage_views.coverage, name="interview_coverage"),
    path(f"{STUDY}tillfragade/alla/", coverage_views.ask_members, name="interview_ask_members"),
    path(f"{ROOM}tillfragad/<int:asked_id>/", coverage_views.act, name="interview_asked"),
    path(f"{STUDY}intervjuer/", interview_views.interviews, name="interview_list"),
    path(f"{STUDY}intervjuer/ny/", interview_views.plan, name="plan_interview"),
    path(f"{STUDY}intervjuer/fran-excel/", import_views.start, name="import_interviews"),
    path(f"{STUDY}intervjuer/mall/", import_views.template, name="import_interviews_template"),
    path(f"{STUDY}intervjuer/spara/", import_views.save, name="import_interviews_save"),
    path(INTERVIEW, interview_views.interview, name="interview"),
    path(f"{INTERVIEW}andra/", interview_views.change, name="change_interview"),
    path(f"{INTERVIEW}ta-bort/", interview_views.delete, name="delete_interview"),
    path(f"{INTERVIEW}anteckning/<int:theme_id>/", interview_views.note, name="interview_note"),
    path(f"{INTERVIEW}deltagare/", people_views.interviewees, name="interviewees"),
    path(f"{ROOM}deltagare/<int:interviewee_id>/", people_views.change, name="change_interviewee"),
    path(f"{ROOM}deltagare/<int:interviewee_id>/ta-bort/", people_views.remove, name="remove_interviewee"),
    path(f"{STUDY}teman/", summary_views.themes, name="interview_themes"),
    path(THEME, summary_views.theme, name="interview_theme"),
    path(f"{THEME}sammanfattning/", summary_views.summary, name="interview_summary"),
    path(f"{THEME}citat/", summary_views.add_quote, name="add_interview_quote"),
    path(f"{ROOM}fynd/<int:finding_id>/", summary_views.finding, name="interview_finding"),
    path(f"{ROOM}citat/<int:quote_id>/", summary_views.act_on_quote, name="interview_quote"),
    path(f"{STUDY}svar/", summary_views.answers, name="interview_answers"),
    path(f"{STUDY}forslag/", summary_views.proposals, name="interview_proposals"),
    path(f"{ROOM}fraga/<int:question_id>/svar/", summary_views.answer_question, name="interview_answer"),
    path(f"{STUDY}rapport/", report_views.report, name="interview_report"),
    path(f"{STUDY}rapport/<int:number>/", report_views.version, name="interview_report_version"),
    path(f"{STUDY}rapport/<int:number>/<str:file_format>/", report_views.file, name="interview_report_file"),
]
