"""What must be true of persons, their employments and what is known of them."""

INVARIANTS = {
    "employments_stay_with_their_employer": (
        "SELECT e.id FROM people_employment e JOIN organisations_unit u ON u.id = e.unit_id"
        " WHERE u.organisation_id <> e.employer_id",
        "the unit that somebody is employed in belongs to the employer",
    ),
    "evidence_comes_from_an_employer": (
        "SELECT e.id FROM people_evidence e WHERE NOT EXISTS (SELECT 1 FROM people_employment m"
        " WHERE m.person_id = e.person_id AND m.employer_id = e.employer_id)",
        "who states something of a person's competence is or was the person's employer",
    ),
    "an_employee_number_is_one_person": (
        "SELECT a.id FROM people_employment a JOIN people_employment b"
        " ON a.employer_id = b.employer_id AND a.employee_number = b.employee_number AND a.person_id < b.person_id"
        " AND daterange(a.valid_from, a.valid_to, '[]') && daterange(b.valid_from, b.valid_to, '[]')",
        "an employee number is one person's at a time",
    ),
    "protected_identities_are_of_employees": (
        "SELECT p.id FROM people_protectedidentity p WHERE NOT EXISTS (SELECT 1 FROM people_employment m"
        " WHERE m.person_id = p.person_id AND m.employer_id = p.employer_id)",
        "a protected identity is marked by an employer of the person",
    ),
}
