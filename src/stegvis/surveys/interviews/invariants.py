"""What must be true of interviews: nothing is kept longer than promised, and nothing counted that is not there."""

INVARIANTS = {
    "names_of_interviews_are_deleted_in_time": (
        "SELECT c.id FROM surveys_intervieweecontact c JOIN surveys_interviewstudy s ON s.id = c.study_id"
        " WHERE s.contacts_until < current_date - 1",
        "names of people interviewed are gone a day after their last day",
    ),
    "notes_of_interviews_are_deleted_in_time": (
        "SELECT i.id FROM surveys_interview i JOIN surveys_interviewstudy s ON s.id = i.study_id"
        " WHERE s.notes_until < current_date - 1",
        "interviews and their notes are gone a day after their last day",
    ),
    "quotes_stand_in_their_notes": (
        "SELECT q.id FROM surveys_interviewquote q WHERE NOT EXISTS (SELECT 1 FROM surveys_interviewnote n"
        " WHERE n.interview_id = q.interview_id AND n.theme_id = q.theme_id)",
        "a quote is of an interview with notes about the theme",
    ),
}
