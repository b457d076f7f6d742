"""The database functions of assessments. Each runs as the owner, marked as the system's, and says what it gives out."""

GUARDED = "SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
TODAY = "nullif(current_setting('stegvis.today', true), '')::date"
USER = "nullif(current_setting('stegvis.user', true), '')::bigint"
PERSON = "nullif(current_setting('stegvis.person', true), '')::uuid"
NOT_ENDED = f"(e.valid_to IS NULL OR e.valid_to >= {TODAY})"
RUNS = f"e.valid_from <= {TODAY} AND {NOT_ENDED}"
MANAGED = "(j.person_id, j.employer_id) IN (SELECT person, employer FROM stegvis_employed('manages'))"
SHOWN = "j.person_id NOT IN (SELECT stegvis_hidden_persons())"

# What the acting user is to judge, or one of it: whom it is about, by name and unit, and by which version. To a judge
# of another employer too; never what anybody else judged. Gone when the person has left, and to who judges as their
# manager (a role that ``items.manager_role`` knows) when that is another.
TO_ASSESS = f"""
CREATE OR REPLACE FUNCTION stegvis_to_assess(p_judgement bigint DEFAULT NULL)
RETURNS TABLE (judgement bigint, assessment bigint, person uuid, given_name text, family_name text, unit text,
               employer bigint, employer_name text, profession text, version bigint, area text, role text,
               answer_by date, submitted boolean)
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT j.id, a.id, p.id, p.given_name::text, p.family_name::text, e.unit, a.employer_id, o.name::text,
           a.profession_id::text, a.version_id, a.area::text, j.role::text, a.answer_by, j.submitted_at IS NOT NULL
    FROM careers_judgement j
    JOIN careers_assessment a ON a.id = j.assessment_id
    JOIN people_person p ON p.id = j.person_id
    JOIN organisations_organisation o ON o.id = j.employer_id
    JOIN LATERAL (
        SELECT u.name::text AS unit FROM people_employment e JOIN organisations_unit u ON u.id = e.unit_id
        WHERE e.person_id = j.person_id AND e.employer_id = j.employer_id AND {NOT_ENDED}
        ORDER BY e.share DESC, e.id LIMIT 1
    ) e ON true
    WHERE j.judge_id = {USER} AND (p_judgement IS NULL OR j.id = p_judgement) AND a.state = 'open' AND {SHOWN}
      AND (j.role !~ 'chef|manager' OR {MANAGED})
    ORDER BY p.sort_name, j.id
$$
"""  # noqa: S608 - constant parts

# Who judges in these assessments and who has handed in, never what; to the person and to whoever manages them.
PROGRESS = f"""
CREATE OR REPLACE FUNCTION stegvis_assessment_progress(p_assessments bigint[])
RETURNS TABLE (assessment bigint, judgement bigint, role text, judge bigint, handed_in boolean)
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT j.assessment_id, j.id, j.role::text, j.judge_id, j.submitted_at IS NOT NULL
    FROM careers_judgement j
    WHERE j.assessment_id = ANY (p_assessments) AND {SHOWN} AND (j.person_id = {PERSON} OR {MANAGED})
    ORDER BY j.assessment_id, j.id
$$
"""  # noqa: S608 - constant parts

# Takes away a judgement that is not handed in, as whoever manages the person may; whether it did. The rest is opened
# if it was the last that was waited for, as the trigger does when one is handed in.
UNASK = f"""
CREATE OR REPLACE FUNCTION stegvis_unask(p_judgement bigint) RETURNS boolean
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    asked bigint;
BEGIN
    SELECT j.assessment_id INTO asked FROM careers_judgement j
    WHERE j.id = p_judgement AND j.submitted_at IS NULL AND NOT j.is_open AND {MANAGED} AND {SHOWN}
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM careers_rating WHERE judgement_id = p_judgement;
    DELETE FROM careers_judgement WHERE id = p_judgement;
    PERFORM 1 FROM careers_assessment WHERE id = asked FOR UPDATE;
    IF EXISTS (SELECT 1 FROM careers_judgement WHERE assessment_id = asked)
       AND NOT EXISTS (SELECT 1 FROM careers_judgement WHERE assessment_id = asked AND submitted_at IS NULL) THEN
        UPDATE careers_assessment SET state = 'compared' WHERE id = asked AND state = 'open';
        UPDATE careers_judgement SET is_open = true WHERE assessment_id = asked AND NOT is_open;
    END IF;
    RETURN true;
END $$
"""  # noqa: S608 - constant parts

# The user with this address, if they may judge in this assessment: who manages or works at the employer or at a member
# of the same collaboration, and is not the person. To whoever manages the person; any other address is told apart from
# none at all by nothing.
POSSIBLE_JUDGE = f"""
CREATE OR REPLACE FUNCTION stegvis_possible_judge(p_assessment bigint, p_email text) RETURNS TABLE (id bigint)
LANGUAGE sql STABLE {GUARDED} AS $$
    WITH asked AS (
        SELECT j.person_id, j.employer_id FROM careers_assessment j
        WHERE j.id = p_assessment AND j.state = 'open' AND {MANAGED} AND {SHOWN}
    ), near AS (
        SELECT employer_id AS employer FROM asked
        UNION
        SELECT other.organisation_id FROM asked
        JOIN organisations_membership own ON own.organisation_id = asked.employer_id
        JOIN organisations_membership other USING (collaboration_id)
        WHERE own.valid_from <= {TODAY} AND (own.valid_to IS NULL OR own.valid_to >= {TODAY})
          AND other.valid_from <= {TODAY} AND (other.valid_to IS NULL OR other.valid_to >= {TODAY})
    )
    SELECT u.id FROM accounts_user u
    WHERE u.is_active AND lower(u.email) = lower(p_email) AND u.id NOT IN (SELECT stegvis_hidden_users())
      AND NOT EXISTS (SELECT 1 FROM people_person p JOIN asked ON asked.person_id = p.id WHERE p.user_id = u.id)
      AND (EXISTS (SELECT 1 FROM organisations_rolegrant g JOIN near n ON n.employer = g.organisation_id
                   WHERE g.user_id = u.id AND g.role = 'unit_manager' AND g.valid_from <= {TODAY}
                     AND (g.valid_to IS NULL OR g.valid_to >= {TODAY}))
           OR EXISTS (SELECT 1 FROM people_person p JOIN people_employment e ON e.person_id = p.id
                      JOIN near n ON n.employer = e.employer_id WHERE p.user_id = u.id AND {RUNS}))
$$
"""  # noqa: S608 - constant parts

# The user who manages the unit where the acting person works for this employer, the nearest above if the unit itself
# has none; not the person. Who one's manager is, is no secret to oneself.
OWN_MANAGER = f"""
CREATE OR REPLACE FUNCTION stegvis_own_manager(p_employer bigint) RETURNS TABLE (id bigint)
LANGUAGE sql STABLE {GUARDED} AS $$
    WITH RECURSIVE above AS (
        (SELECT e.unit_id AS unit, 0 AS steps FROM people_employment e
         WHERE e.person_id = {PERSON} AND e.employer_id = p_employer AND {NOT_ENDED}
         ORDER BY e.share DESC, e.id LIMIT 1)
        UNION ALL
        SELECT u.parent_id, above.steps + 1 FROM above JOIN organisations_unit u ON u.id = above.unit
        WHERE u.parent_id IS NOT NULL AND above.steps < 20
    )
    SELECT g.user_id FROM above JOIN organisations_rolegrant g ON g.unit_id = above.unit
    JOIN accounts_user u ON u.id = g.user_id
    WHERE g.role = 'unit_manager' AND g.user_id <> {USER} AND u.is_active
      AND g.valid_from <= {TODAY} AND (g.valid_to IS NULL OR g.valid_to >= {TODAY})
    ORDER BY above.steps, g.valid_from DESC, g.id LIMIT 1
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [TO_ASSESS, PROGRESS, UNASK, POSSIBLE_JUDGE, OWN_MANAGER]
