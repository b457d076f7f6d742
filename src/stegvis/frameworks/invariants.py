"""What must be true of drafts and pilots."""

INVARIANTS = {
    "pilots_do_not_share_staff": (
        "SELECT a.id FROM frameworks_pilot a"
        " JOIN frameworks_pilot b ON b.employer_id = a.employer_id AND b.id > a.id"
        " AND daterange(a.starts, a.ends, '[]') && daterange(b.starts, b.ends, '[]')"
        " WHERE a.state = 'running' AND b.state = 'running'"
        " AND EXISTS (SELECT 1 FROM frameworks_pilotunit ua JOIN frameworks_pilotunit ub ON ub.unit_id = ua.unit_id"
        " WHERE ua.pilot_id = a.id AND ub.pilot_id = b.id)"
        " AND EXISTS (SELECT 1 FROM frameworks_pilotprofession pa"
        " JOIN frameworks_pilotprofession pb ON pb.profession_id = pa.profession_id"
        " WHERE pa.pilot_id = a.id AND pb.pilot_id = b.id)",
        "nobody is in two pilots at a time",
    ),
    "published_drafts_name_their_version": (
        "SELECT id FROM frameworks_draft WHERE (state = 'published') <> (published_id IS NOT NULL)",
        "a draft is published exactly when there is a version of it",
    ),
}
