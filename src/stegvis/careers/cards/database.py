"""The database functions of the competence card. Each runs as the owner, and says what it gives out."""

GUARDED = "SECURITY DEFINER SET search_path = public, pg_temp SET stegvis.system = 'on'"
TODAY = "nullif(current_setting('stegvis.today', true), '')::date"
PERSON = "nullif(current_setting('stegvis.person', true), '')::uuid"
KINDS = "'licence', 'degree', 'course', 'certificate'"

# The card as it is today: name, profession, employer, unit, the latest decided level, and what that employer has
# checked and still holds. Nothing where the person does not work there today, or where the identity is protected.
# For the two functions below alone.
CARD = f"""
CREATE OR REPLACE FUNCTION stegvis_card_of(p_person uuid, p_employer bigint) RETURNS jsonb
LANGUAGE sql STABLE {GUARDED} AS $$
    SELECT jsonb_build_object(
        'name', trim(p.given_name || ' ' || p.family_name),
        'profession', e.profession_id,
        'employer', o.name,
        'unit', u.name,
        'level', (
            SELECT jsonb_build_object('version', l.version_id, 'code', l.level_code, 'on', l.decided_on)
            FROM careers_placement l
            WHERE l.person_id = p_person AND l.employer_id = p_employer AND l.profession_id = e.profession_id
              AND l.withdrawn_on IS NULL
            ORDER BY l.decided_on DESC, l.id DESC LIMIT 1),
        'proofs', coalesce((
            SELECT jsonb_agg(jsonb_build_object('kind', v.kind, 'title', v.title, 'from', v.valid_from,
                                                'until', v.valid_until) ORDER BY v.kind, v.title)
            FROM (
                SELECT DISTINCT ON (d.kind, d.code) d.kind, d.title, d.valid_from, d.valid_until
                FROM people_evidence d
                WHERE d.person_id = p_person AND d.employer_id = p_employer AND d.state = 'verified'
                  AND d.kind IN ({KINDS}) AND d.valid_from <= {TODAY}
                  AND (d.valid_until IS NULL OR d.valid_until >= {TODAY})
                ORDER BY d.kind, d.code, d.valid_until DESC NULLS FIRST, d.id
            ) v), '[]'))
    FROM people_employment e
    JOIN people_person p ON p.id = e.person_id
    JOIN organisations_organisation o ON o.id = e.employer_id
    JOIN organisations_unit u ON u.id = e.unit_id
    WHERE e.person_id = p_person AND e.employer_id = p_employer
      AND e.valid_from <= {TODAY} AND (e.valid_to IS NULL OR e.valid_to >= {TODAY})
      AND NOT EXISTS (SELECT 1 FROM people_protectedidentity m WHERE m.person_id = p_person)
    ORDER BY e.share DESC, e.id LIMIT 1
$$
"""  # noqa: S608 - constant parts

# The acting person's own card, as others would see it.
OWN_CARD = f"""
CREATE OR REPLACE FUNCTION stegvis_own_card(p_employer bigint) RETURNS jsonb
LANGUAGE sql STABLE {GUARDED} AS $$ SELECT stegvis_card_of({PERSON}, p_employer) $$
"""

# The card behind a code, to whoever holds the code, while it is open; without the level where the person does not show
# it. That it was looked at is written down for the person, once in ten seconds and not for their own eyes.
CHECK_CARD = f"""
CREATE OR REPLACE FUNCTION stegvis_check_card(p_code_hash text) RETURNS jsonb
LANGUAGE plpgsql {GUARDED} AS $$
DECLARE
    held careers_cardcode;
    card jsonb;
    me bigint := nullif(current_setting('stegvis.user', true), '')::bigint;
BEGIN
    SELECT c.* INTO held FROM careers_cardcode c
    WHERE c.code_hash = p_code_hash AND c.revoked_at IS NULL AND c.valid_until > now();
    card := stegvis_card_of(held.person_id, held.employer_id);
    IF card IS NULL THEN
        RETURN NULL;
    END IF;
    IF NOT held.shows_level THEN
        card := card - 'level';
    END IF;
    IF held.person_id IS DISTINCT FROM {PERSON} AND NOT EXISTS (
        SELECT 1 FROM careers_cardcheck k WHERE k.code_id = held.id AND k.checker_id IS NOT DISTINCT FROM me
        AND k.at > now() - interval '10 seconds'
    ) THEN
        INSERT INTO careers_cardcheck (code_id, person_id, employer_id, checker_id, at)
        VALUES (held.id, held.person_id, held.employer_id, me, now());
    END IF;
    RETURN card || jsonb_build_object('valid_until', held.valid_until);
END $$
"""  # noqa: S608 - constant parts

FUNCTIONS = [CARD, OWN_CARD, CHECK_CARD]
OWNERS_ONLY = ["stegvis_card_of(uuid, bigint)"]
