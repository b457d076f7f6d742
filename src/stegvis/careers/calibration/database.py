"""The database functions of calibration. Each runs as the owner, marked as the system's, and says what it gives out.

Protected identities are left out of every count and list.
"""

GUARDED = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
TODAY = "nullif(current_setting('stegvis.today', true), '')::date"
USER = "nullif(current_setting('stegvis.user', true), '')::bigint"
COORDINATES = "(coalesce(nullif(current_setting('stegvis.coordinates', true), ''), '{}')::bigint[])"
LEADS = "(coalesce(nullif(current_setting('stegvis.leads', true), ''), '{}')::bigint[])"
RUNS = f"e.valid_from <= {TODAY} AND (e.valid_to IS NULL OR e.valid_to >= {TODAY})"
UNPROTECTED = "NOT EXISTS (SELECT 1 FROM people_protectedidentity h WHERE h.person_id = e.person_id)"

# The standing that shows where each of the staff is, and whether somebody has decided a level.
PLACED = """
    SELECT staff.*, s.level_order, EXISTS (
        SELECT 1 FROM careers_placement p
        WHERE p.person_id = staff.person_id AND p.employer_id = staff.employer_id
          AND p.profession_id = staff.profession_id AND p.withdrawn_on IS NULL
    ) AS decided
    FROM staff LEFT JOIN careers_standing s
      ON s.person_id = staff.person_id AND s.employer_id = staff.employer_id AND s.is_primary
     AND s.profession_id = staff.profession_id
"""

# Counts of an employer's staff, everybody once in the employment with the largest share; to its coordinators.
EVENNESS = f"""
CREATE OR REPLACE FUNCTION stegvis_evenness(p_employer bigint)
RETURNS TABLE (profession text, unit bigint, decided boolean, people bigint)
{GUARDED} AS $$
    WITH staff AS (
        SELECT DISTINCT ON (e.person_id) e.person_id, e.employer_id, e.unit_id, e.profession_id
        FROM people_employment e
        WHERE e.employer_id = p_employer AND e.employer_id = ANY ({COORDINATES}) AND {RUNS} AND {UNPROTECTED}
        ORDER BY e.person_id, e.share DESC, e.id
    ), placed AS ({PLACED})
    SELECT profession_id, unit_id, placed.decided, count(*) FROM placed GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
$$
"""  # noqa: S608 - constant parts

# Counts over the employers of a collaboration, never by unit; to the collaboration's coordinators.
EVENNESS_BETWEEN = f"""
CREATE OR REPLACE FUNCTION stegvis_evenness_between(p_collaboration bigint)
RETURNS TABLE (profession text, employer bigint, reached boolean, decided boolean, people bigint)
{GUARDED} AS $$
    WITH staff AS (
        SELECT DISTINCT ON (e.employer_id, e.person_id) e.person_id, e.employer_id, e.unit_id, e.profession_id
        FROM people_employment e
        WHERE p_collaboration = ANY ({LEADS}) AND {RUNS} AND {UNPROTECTED} AND e.employer_id IN (
            SELECT m.organisation_id FROM organisations_membership m WHERE m.collaboration_id = p_collaboration
              AND m.valid_from <= {TODAY} AND (m.valid_to IS NULL OR m.valid_to >= {TODAY}))
        ORDER BY e.employer_id, e.person_id, e.share DESC, e.id
    ), placed AS ({PLACED})
    SELECT profession_id, employer_id, coalesce(placed.level_order, 0) > 0, placed.decided, count(*)
    FROM placed GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
$$
"""  # noqa: S608 - constant parts

# Judgements that hold today of staff who work today, made by somebody else than the person.
JUDGED = f"""
    SELECT v.person_id, v.employer_id, e.profession_id, e.unit_id, v.code, v.area, v.amount, v.judged_by, v.assessor_id
    FROM people_evidence v JOIN LATERAL (
        SELECT e.profession_id, e.unit_id FROM people_employment e
        WHERE e.person_id = v.person_id AND e.employer_id = v.employer_id AND {RUNS} AND {UNPROTECTED}
        ORDER BY e.share DESC, e.id LIMIT 1
    ) e ON true
    WHERE v.kind = 'competence' AND v.state = 'verified' AND v.source <> 'person'
      AND v.valid_from <= {TODAY} AND (v.valid_until IS NULL OR v.valid_until >= {TODAY})
"""  # noqa: S608 - constant parts

# An employer's judgements by who made them: the assessor, or where that is not known the unit and the role. With
# each row how many persons that judge has judged. To its coordinators, who are to see no judge of few.
JUDGEMENTS = f"""
CREATE OR REPLACE FUNCTION stegvis_judgements(p_employer bigint, p_profession text)
RETURNS TABLE (assessor bigint, unit bigint, role text, competence text, area text, rating bigint, judgements bigint,
               persons bigint)
{GUARDED} AS $$
    WITH judged AS ({JUDGED} AND v.employer_id = p_employer AND p_employer = ANY ({COORDINATES})
                    AND e.profession_id = p_profession
    ), by_judge AS (
        SELECT judged.*, known.id AS judge, CASE WHEN known.id IS NULL THEN unit_id END AS judging_unit,
               CASE WHEN known.id IS NULL THEN judged_by ELSE '' END AS judging_role
        FROM judged LEFT JOIN accounts_user known
          ON known.id = assessor_id AND known.id NOT IN (SELECT stegvis_hidden_users())
    ), judges AS (
        SELECT judge, judging_unit, judging_role, count(DISTINCT person_id) AS persons FROM by_judge GROUP BY 1, 2, 3
    )
    SELECT b.judge, b.judging_unit, b.judging_role, b.code, b.area, b.amount::bigint, count(*), j.persons
    FROM by_judge b JOIN judges j ON j.judge IS NOT DISTINCT FROM b.judge
      AND j.judging_unit IS NOT DISTINCT FROM b.judging_unit AND j.judging_role = b.judging_role
    GROUP BY 1, 2, 3, 4, 5, 6, 8 ORDER BY 1, 2, 3, 4, 5, 6
$$
"""  # noqa: S608 - constant parts

# The acting user's own judgements and, of the same competences, those of the others at the same employer. What fewer
# than five persons have been judged in by others is left out: the difference would tell of them.
OWN_JUDGEMENTS = f"""
CREATE OR REPLACE FUNCTION stegvis_own_judgements()
RETURNS TABLE (own boolean, employer bigint, profession text, competence text, area text, rating bigint,
               judgements bigint)
{GUARDED} AS $$
    WITH judged AS ({JUDGED} AND v.employer_id IN (
        SELECT mine.employer_id FROM people_evidence mine
        WHERE mine.kind = 'competence' AND mine.state = 'verified' AND mine.assessor_id = {USER})
    ), compared AS (
        SELECT judged.*, assessor_id IS NOT DISTINCT FROM {USER} AS is_own FROM judged
    ), items AS (
        SELECT employer_id, profession_id, code, area FROM compared GROUP BY 1, 2, 3, 4
        HAVING bool_or(is_own) AND count(DISTINCT person_id) FILTER (WHERE NOT is_own) >= 5
    )
    SELECT c.is_own, c.employer_id, c.profession_id, c.code, c.area, c.amount::bigint, count(*)
    FROM compared c JOIN items i USING (employer_id, profession_id, code, area)
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
$$
"""  # noqa: S608 - constant parts

# Which of the addresses asked about belong to somebody who may judge a second time for an employer: who manages or
# works there or at a member of the same collaboration, and does not read the employer's records anyway. To the
# employer's coordinators; an address of anybody else is told apart from none at all by nothing.
POSSIBLE_ASSESSORS = f"""
CREATE OR REPLACE FUNCTION stegvis_possible_assessors(p_employer bigint, p_emails text[])
RETURNS TABLE (id bigint, email text, name text)
{GUARDED} AS $$
    WITH near AS (
        SELECT p_employer AS employer WHERE p_employer = ANY ({COORDINATES})
        UNION
        SELECT other.organisation_id FROM organisations_membership own
        JOIN organisations_membership other USING (collaboration_id)
        WHERE own.organisation_id = p_employer AND p_employer = ANY ({COORDINATES})
          AND own.valid_from <= {TODAY} AND (own.valid_to IS NULL OR own.valid_to >= {TODAY})
          AND other.valid_from <= {TODAY} AND (other.valid_to IS NULL OR other.valid_to >= {TODAY})
    ), held AS (
        SELECT g.user_id, g.role, g.organisation_id FROM organisations_rolegrant g
        WHERE g.valid_from <= {TODAY} AND (g.valid_to IS NULL OR g.valid_to >= {TODAY})
    )
    SELECT u.id, u.email::text, u.name::text FROM accounts_user u
    WHERE u.is_active AND lower(u.email) = ANY (p_emails) AND u.id NOT IN (SELECT stegvis_hidden_users())
      AND (EXISTS (SELECT 1 FROM held h JOIN near n ON n.employer = h.organisation_id
                   WHERE h.user_id = u.id AND h.role = 'unit_manager')
           OR EXISTS (SELECT 1 FROM people_person p JOIN people_employment e ON e.person_id = p.id
                      JOIN near n ON n.employer = e.employer_id WHERE p.user_id = u.id AND {RUNS}))
      AND NOT EXISTS (SELECT 1 FROM held h WHERE h.user_id = u.id AND h.organisation_id = p_employer
                      AND h.role = 'coordinator')
    ORDER BY u.email
$$
"""  # noqa: S608 - constant parts

# A judgement that can still be made: its evidence stands, the person works there and the identity is not protected.
STILL_THERE = f"""
    a.evidence_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM people_employment e
        WHERE e.person_id = a.person_id AND e.employer_id = a.employer_id AND {RUNS} AND {UNPROTECTED})
"""  # noqa: S608 - constant parts

# How far each assessor of an employer's rounds has come, in numbers of judgements; to its coordinators.
PROGRESS = f"""
CREATE OR REPLACE FUNCTION stegvis_round_progress(p_employer bigint)
RETURNS TABLE (round bigint, assessor bigint, asked bigint, answered bigint, waiting bigint)
{GUARDED} AS $$
    SELECT a.round_id, a.assessor_id, count(*), count(*) FILTER (WHERE a.rating IS NOT NULL OR a.declined),
           count(*) FILTER (WHERE a.rating IS NULL AND NOT a.declined AND {STILL_THERE})
    FROM careers_secondassessment a WHERE a.employer_id = p_employer AND p_employer = ANY ({COORDINATES})
    GROUP BY 1, 2 ORDER BY 1, 2
$$
"""  # noqa: S608 - constant parts

# What the acting user is to judge in open rounds, with the name and unit of whom; never what was judged before. Whoever
# may read the person's record anyway (who has since become the manager, say) is no longer asked.
TO_JUDGE = f"""
CREATE OR REPLACE FUNCTION stegvis_to_judge()
RETURNS TABLE (id bigint, round bigint, person uuid, given_name text, family_name text, unit text, competence text,
               area text, rating smallint, note text, declined boolean)
{GUARDED} AS $$
    SELECT a.id, a.round_id, a.person_id, p.given_name::text, p.family_name::text,
           (SELECT u.name FROM people_employment e JOIN organisations_unit u ON u.id = e.unit_id
            WHERE e.person_id = a.person_id AND e.employer_id = a.employer_id AND {RUNS}
            ORDER BY e.share DESC, e.id LIMIT 1)::text,
           a.competence::text, a.area::text, a.rating, a.note, a.declined
    FROM careers_secondassessment a
    JOIN careers_calibrationround r ON r.id = a.round_id JOIN people_person p ON p.id = a.person_id
    WHERE a.assessor_id = {USER} AND r.state = 'open' AND {STILL_THERE}
      AND (a.person_id, a.employer_id) NOT IN (
        SELECT person, employer FROM stegvis_employed('manages')
        UNION ALL SELECT person, employer FROM stegvis_employed('coordinates'))
    ORDER BY r.answer_by, r.id, p.sort_name, a.competence, a.area, a.id
$$
"""  # noqa: S608 - constant parts

FUNCTIONS = [
    EVENNESS,
    EVENNESS_BETWEEN,
    JUDGEMENTS,
    OWN_JUDGEMENTS,
    POSSIBLE_ASSESSORS,
    PROGRESS,
    TO_JUDGE,
]

# The judgements that a round may draw from: the latest of each person, competence and area, by who works in the
# profession. Read by the job that draws, as Stegvis itself.
FRAME = f"""
    SELECT DISTINCT ON (v.person_id, v.code, v.area) v.person_id, p.user_id, staff.unit_id, v.id, v.code, v.area,
           v.amount, v.assessor_id, (SELECT max(h.pgh_id) FROM people_evidenceevent h WHERE h.pgh_obj_id = v.id)
    FROM people_evidence v JOIN people_person p ON p.id = v.person_id JOIN LATERAL (
        SELECT e.unit_id, e.profession_id FROM people_employment e
        WHERE e.person_id = v.person_id AND e.employer_id = v.employer_id AND {RUNS} AND {UNPROTECTED}
        ORDER BY e.share DESC, e.id LIMIT 1
    ) staff ON staff.profession_id = %(profession)s
    WHERE v.employer_id = %(employer)s AND v.kind = 'competence' AND v.state = 'verified' AND v.source <> 'person'
      AND v.code = ANY (%(competences)s) AND v.amount = ANY (%(scale)s)
      AND v.valid_from <= {TODAY} AND (v.valid_until IS NULL OR v.valid_until >= {TODAY})
    ORDER BY v.person_id, v.code, v.area, v.valid_from DESC, v.id DESC
"""  # noqa: S608 - constant parts

# What a closed round compares: the rating as it was when the sample was drawn, and the second one. Who has left since
# they were judged still counts; whose evidence was taken back does not.
PAIRS = """
    SELECT a.competence, h.amount, a.rating
    FROM careers_secondassessment a JOIN people_evidenceevent h ON h.pgh_id = a.first_event
    WHERE a.round_id = %(round)s AND a.rating IS NOT NULL AND a.evidence_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM people_protectedidentity p WHERE p.person_id = a.person_id)
    ORDER BY a.id
"""

# What the acting user is still to judge in a round: not whom they have come to manage, nor who has left.
WAITING = "SELECT count(*) FROM stegvis_to_judge() WHERE round = %(round)s AND rating IS NULL AND NOT declined"
