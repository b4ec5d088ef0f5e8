"""The statements behind `rows_for`: one part for each kind of thing, all with the same columns.

They are written out, because to put ten of them together anew for each request, and to have the
database plan who leads whom in each, took longer than everything else on the first page.
"""

from employees.models.people import CHAIN, HR_ADMIN, HR_SCOPE, LINE, STAND_IN
from reviews.models import LED_HERE


def _of_user(relation: str) -> str:
    return relation.replace("%s", "%(user)s")


# The relations of `access.md`, each asked once for all parts.
_RELATIONS = f"""
    WITH me AS (SELECT id, status FROM employees_employee WHERE user_id = %(user)s),
    line(id) AS ({_of_user(LINE)}),
    below(id) AS ({_of_user(CHAIN)}),
    stand_in(id) AS ({_of_user(STAND_IN)}),
    scope(id) AS ({_of_user(HR_SCOPE)}),
    led_by_line(id) AS (
        SELECT a.employee_id FROM employees_assignment a JOIN line ON line.id = a.manager_id
        WHERE a.is_primary AND a.valid @> CURRENT_DATE
    ),
    led(id) AS (TABLE below UNION ALL TABLE stand_in),
    hr_admin(holds) AS (SELECT {_of_user(HR_ADMIN)})
"""  # noqa: S608 - constants with bound parameters

# The user is HR of the person `e`, and does not lead them.
_IS_HR = """
    ((SELECT holds FROM hr_admin) OR e.id IN (TABLE scope)) AND e.id NOT IN (TABLE led)
"""
# And nobody stands between: there is no line manager.
_IS_HR_ALONE = f"""
    {_IS_HR} AND NOT EXISTS (
        SELECT FROM employees_assignment a
        WHERE a.employee_id = e.id AND a.is_primary AND a.manager_id IS NOT NULL
            AND a.valid @> CURRENT_DATE
    )
"""

# Steps whose next session's week is over: one's own, and those of direct reports.
_STEPS = """
    SELECT 'step' AS kind, p.public_id AS thing, e.public_id AS person,
        e.first_name || ' ' || e.last_name AS name, activity.title AS about, next.sunday AS due_on,
        s.position AS number, (cardinality(s.ticked_on) + 1)::text AS more
    FROM training_developmentplan p
    JOIN employees_employee e ON e.id = p.employee_id
    JOIN training_planstep s ON s.plan_id = p.id AND s.state = %(planned)s
    JOIN training_activity activity ON activity.id = s.activity_id
    CROSS JOIN LATERAL (
        SELECT p.week_zero + s.weeks[cardinality(s.ticked_on) + 1] * 7 + 6 AS sunday
    ) next
    WHERE p.state = %(active)s AND next.sunday < %(today)s
        AND e.id IN (SELECT id FROM me UNION ALL SELECT id FROM line)
        AND (e.user_id = %(user)s OR e.status <> %(leave)s)
"""

# Whether the plan `p` has a step whose dates the plan page would warn of: `plan_offers.doubts_of`.
_DOUBT = """
    SELECT EXISTS (
        SELECT FROM training_planstep s LEFT JOIN training_activitysession d ON d.id = s.session_id
        WHERE s.plan_id = p.id AND s.state = %(planned)s AND (
            p.week_zero + s.weeks[cardinality(s.ticked_on) + 1] * 7 + 6 < %(today)s
            OR d.starts_on < %(today)s AND cardinality(s.ticked_on) = 0
            OR d.cancelled_at IS NOT NULL OR s.waits_since IS NOT NULL
        )
    ) AS is_there
"""

# Accepted plans that cost something: first the line manager or who stands in, above the limit and
# after ten days without an answer the next manager, HR where nobody leads.
_APPROVALS = f"""
    SELECT 'approval', p.public_id, e.public_id, e.first_name || ' ' || e.last_name, '',
        (p.proposed_at AT TIME ZONE %(zone)s)::date + %(patience)s, p.cost_cents,
        concat_ws(' ', p.version, p.currency, p.cost_unknown::text, doubt.is_there::text)
    FROM training_developmentplan p
    JOIN employees_employee e ON e.id = p.employee_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS all, count(*) FILTER (WHERE d.actor_id = %(user)s) AS own
        FROM training_plandecision d
        WHERE d.plan_id = p.id AND d.kind = %(approve)s AND d.decided_at >= p.proposed_at
    ) given
    CROSS JOIN LATERAL ({_DOUBT}) doubt
    WHERE p.state = %(proposed)s AND p.accepted_at IS NOT NULL AND p.approved_at IS NULL
        AND e.user_id IS DISTINCT FROM %(user)s AND given.own = 0
        AND (
            e.id IN (TABLE line) OR e.id IN (TABLE stand_in)
            OR e.id IN (TABLE led_by_line) AND (
                given.all > 0
                OR (p.proposed_at AT TIME ZONE %(zone)s)::date + %(patience)s <= %(today)s
            )
            OR {_IS_HR_ALONE}
        )
"""  # noqa: S608 - constants of our own

_PLANS_TO_ANSWER = """
    SELECT 'plan', p.public_id, e.public_id, e.first_name || ' ' || e.last_name, '', NULL::date,
        0, ''
    FROM training_developmentplan p JOIN employees_employee e ON e.id = p.employee_id
    WHERE e.user_id = %(user)s AND p.state = %(proposed)s AND p.accepted_at IS NULL
"""

# `number` skills have no sent answer yet; `more` is the kind of rater.
_CYCLE_REQUESTS = """
    SELECT 'rating', c.public_id, e.public_id, e.first_name || ' ' || e.last_name, c.name,
        c.closes_on, missing.skills, r.rater_kind
    FROM assessments_ratingrequest r
    JOIN me ON me.id = r.rater_id AND me.status <> %(left)s
    JOIN employees_employee e ON e.id = r.ratee_id AND e.status <> %(left)s
    JOIN assessments_assessmentcycle c ON c.id = r.cycle_id AND c.state = %(open)s
    CROSS JOIN LATERAL (
        SELECT count(*) AS skills FROM assessments_cycleparticipant p
        JOIN assessments_cycleskill s ON s.participant_id = p.id AND s.is_asked
        WHERE p.cycle_id = r.cycle_id AND p.employee_id = r.ratee_id AND p.withdrawn_at IS NULL
            AND NOT EXISTS (
                SELECT FROM assessments_rating given
                WHERE given.cycle_id = r.cycle_id AND given.ratee_id = r.ratee_id
                    AND given.rater_id = r.rater_id AND given.skill_id = s.skill_id
                    AND given.submitted_at IS NOT NULL
            )
    ) missing
    WHERE r.state = %(approved)s AND NOT r.anonymous AND missing.skills > 0
"""

_SINGLE_REQUESTS = """
    SELECT 'request', r.public_id, e.public_id, e.first_name || ' ' || e.last_name, s.name,
        r.due_on, 1, ''
    FROM assessments_ratingrequest r
    JOIN me ON me.id = r.rater_id AND me.status <> %(left)s
    JOIN employees_employee e ON e.id = r.ratee_id AND e.status <> %(left)s
    LEFT JOIN skills_skill s ON s.id = r.skill_id
    WHERE r.state = %(approved)s AND NOT r.anonymous AND r.cycle_id IS NULL
        AND r.ratee_id <> r.rater_id
"""

# Once for all that somebody asked this person about themself.
_SELF_REQUESTS = """
    SELECT 'own_levels', e.public_id, e.public_id, '', '', NULL::date, count(*), ''
    FROM assessments_ratingrequest r
    JOIN me ON me.id = r.rater_id AND me.status <> %(left)s
    JOIN employees_employee e ON e.id = r.ratee_id
    WHERE r.state = %(approved)s AND r.cycle_id IS NULL AND r.ratee_id = r.rater_id
    GROUP BY e.public_id
"""

# Anonymous feedback, told to nobody but who is asked for it.
_FEEDBACK = """
    SELECT 'feedback', c.public_id, e.public_id, e.first_name || ' ' || e.last_name, c.name,
        c.closes_on, asked.skills, ''
    FROM assessments_feedbackinvitation i
    JOIN me ON me.id = i.rater_id AND me.status <> %(left)s
    JOIN employees_employee e ON e.id = i.ratee_id AND e.status <> %(left)s
    JOIN assessments_assessmentcycle c ON c.id = i.cycle_id AND c.state = %(open)s
    CROSS JOIN LATERAL (
        SELECT count(*) AS skills FROM assessments_cycleparticipant p
        JOIN assessments_cycleskill s ON s.participant_id = p.id AND s.is_asked
        WHERE p.cycle_id = i.cycle_id AND p.employee_id = i.ratee_id AND p.withdrawn_at IS NULL
    ) asked
    WHERE i.answered_on IS NULL AND asked.skills > 0
"""

_OBSERVATIONS = """
    SELECT 'exercise', x.public_id, e.public_id, e.first_name || ' ' || e.last_name, x.title,
        NULL::date, 0, ''
    FROM assessments_observer o
    JOIN me ON me.id = o.observer_id
    JOIN assessments_exercise x ON x.id = o.exercise_id
    JOIN employees_employee e ON e.id = x.employee_id
    WHERE o.submitted_at IS NULL
"""

_NOTES = """
    SELECT 'note', s.public_id, e.public_id, e.first_name || ' ' || e.last_name, s.name,
        NULL::date, 0, r.question
    FROM assessments_remarkrequest r
    JOIN me ON me.id = r.colleague_id AND me.status <> %(left)s
    JOIN employees_employee e ON e.id = r.asker_id AND e.status <> %(left)s
    JOIN skills_skill s ON s.id = r.skill_id
    WHERE r.closed_at IS NULL
"""

# The line manager decides; HR where there is none, where it is about the manager's own rating; and
# once nobody has decided in time HR and everybody above.
_CONTESTS = f"""
    SELECT 'contest', v.public_id, e.public_id, e.first_name || ' ' || e.last_name, s.name,
        c.due_on, 0, ''
    FROM assessments_contest c
    JOIN assessments_evidence v ON v.id = c.evidence_id
    JOIN employees_employee e ON e.id = v.employee_id
    JOIN skills_skill s ON s.id = v.skill_id
    WHERE c.outcome = %(undecided)s AND e.user_id IS DISTINCT FROM %(user)s
        AND NOT EXISTS (SELECT FROM me WHERE me.id = v.rater_id)
        AND (
            e.id IN (TABLE line)
            OR c.due_on < %(today)s AND e.id IN (TABLE below)
            OR {_IS_HR} AND (
                c.due_on < %(today)s OR NOT EXISTS (
                    SELECT FROM employees_assignment a
                    WHERE a.employee_id = e.id AND a.is_primary AND a.valid @> CURRENT_DATE
                        AND a.manager_id <> coalesce(v.rater_id, 0)
                )
            )
        )
"""  # noqa: S608 - constants of our own

# The line manager's to verify, HR's where there is none.
_CERTIFICATES = f"""
    SELECT 'certificate', c.public_id, e.public_id, e.first_name || ' ' || e.last_name,
        coalesce(t.name, c.title), NULL::date, 0, ''
    FROM assessments_certificate c
    JOIN employees_employee e ON e.id = c.employee_id
    LEFT JOIN skills_certificatetype t ON t.id = c.type_id
    WHERE c.state = %(submitted)s AND e.user_id IS DISTINCT FROM %(user)s
        AND (e.id IN (TABLE line) OR {_IS_HR_ALONE})
"""  # noqa: S608 - constants of our own

# One row per proposal, of colleagues and of people from outside; `thing` is the cycle.
_RATERS = f"""
    SELECT 'raters', c.public_id, e.public_id, e.first_name || ' ' || e.last_name, c.name,
        c.opens_on, 0, ''
    FROM (
        SELECT cycle_id, ratee_id, state FROM assessments_ratingrequest
        UNION ALL SELECT cycle_id, ratee_id, state FROM assessments_externalrater
    ) r
    JOIN employees_employee e ON e.id = r.ratee_id
    JOIN assessments_assessmentcycle c ON c.id = r.cycle_id AND c.state IN (%(draft)s, %(open)s)
    WHERE r.state = %(suggested)s AND e.user_id IS DISTINCT FROM %(user)s
        AND (e.id IN (TABLE line) OR {_IS_HR_ALONE})
"""  # noqa: S608 - constants of our own

# Reported notes are HR's, but nobody's who wrote one or whom it is about.
_REPORTS = """
    SELECT 'report', e.public_id, e.public_id, e.first_name || ' ' || e.last_name, '',
        NULL::date, 0, ''
    FROM assessments_remark r
    JOIN employees_employee e ON e.id = r.receiver_id
    JOIN employees_employee giver ON giver.id = r.giver_id
    WHERE r.reported_at IS NOT NULL
        AND e.user_id IS DISTINCT FROM %(user)s AND giver.user_id IS DISTINCT FROM %(user)s
        AND ((SELECT holds FROM hr_admin) OR e.id IN (TABLE scope))
"""

# Of all suggestions about roles one row, for HR; `thing` is the oldest, `number` how many.
_SUGGESTIONS = """
    SELECT 'suggestion', (array_agg(s.public_id ORDER BY s.id))[1], NULL::uuid, '', min(r.name),
        NULL::date, count(*), ''
    FROM employees_rolesuggestion s JOIN employees_roleprofile r ON r.id = s.role_id
    WHERE s.state = %(to_decide)s AND EXISTS (
        SELECT FROM employees_rolegrant g WHERE g.user_id = %(user)s
            AND g.grant = ANY(%(hr)s) AND g.valid @> CURRENT_DATE
    )
    HAVING count(*) > 0
"""

# One's own to prepare and to answer; to prepare, hold and sign for who leads, be it in place, and
# for HR where nobody who is here does. `more` is the step.
_REVIEWS = f"""
    SELECT 'review', r.public_id, e.public_id, e.first_name || ' ' || e.last_name, c.name,
        CASE r.state WHEN 'preparing' THEN c.prepare_by ELSE c.sign_by END, 0, step.name
    FROM reviews_review r
    JOIN employees_employee e ON e.id = r.employee_id AND e.status <> %(left)s
    JOIN reviews_reviewcycle c ON c.id = r.cycle_id
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN r.state = 'preparing' AND r.self_submitted_at IS NULL THEN 'prepare'
            WHEN r.state = 'signed' THEN 'answer'
        END AS name WHERE e.user_id = %(user)s
        UNION ALL SELECT CASE
            WHEN r.state = 'preparing' AND r.manager_submitted_at IS NULL THEN 'lead'
            WHEN r.state = 'ready' THEN 'hold'
            WHEN r.state = 'meeting' THEN 'sign'
        END WHERE e.user_id IS DISTINCT FROM %(user)s
            AND (
                e.id IN (TABLE line) OR e.id IN (TABLE stand_in)
                OR ((SELECT holds FROM hr_admin) OR e.id IN (TABLE scope))
                    AND NOT EXISTS ({LED_HERE} AND a.employee_id = e.id)
            )
    ) step
    WHERE r.state IN ('preparing', 'ready', 'meeting', 'signed') AND step.name IS NOT NULL
"""  # noqa: S608 - constants of our own

# Talks whose day has come, for the two who meet, and for who stands in today.
_CHECK_INS = """
    SELECT 'check_in', c.public_id, e.public_id, e.first_name || ' ' || e.last_name, '',
        c.planned_on, 0, CASE WHEN e.user_id = %(user)s THEN 'own' ELSE 'lead' END
    FROM reviews_checkin c
    JOIN employees_employee e ON e.id = c.employee_id AND e.status <> %(left)s
    WHERE c.held_on IS NULL AND c.planned_on <= %(today)s
        AND (e.user_id = %(user)s OR e.id IN (TABLE line) OR e.id IN (TABLE stand_in))
"""

# What somebody agreed to do in a talk; `about` says what, `more` names the talk where its owner
# may still read it.
_ACTIONS = """
    SELECT 'action', a.public_id, e.public_id, e.first_name || ' ' || e.last_name, a.text,
        a.due_on, 0,
        CASE WHEN e.user_id = %(user)s OR e.id IN (TABLE led) THEN c.public_id::text ELSE '' END
    FROM reviews_checkinaction a
    JOIN me ON me.id = a.owner_id
    JOIN reviews_checkin c ON c.id = a.check_in_id
    JOIN employees_employee e ON e.id = c.employee_id
    WHERE a.done_on IS NULL
"""

_FOR_ALL = [
    _STEPS,
    _APPROVALS,  # stand-ins too
    _PLANS_TO_ANSWER,
    _CYCLE_REQUESTS,
    _SINGLE_REQUESTS,
    _SELF_REQUESTS,
    _FEEDBACK,
    _OBSERVATIONS,
    _NOTES,
    _REVIEWS,
    _CHECK_INS,
    _ACTIONS,
]
_FOR_DECIDERS = [_CONTESTS, _CERTIFICATES, _RATERS, _REPORTS, _SUGGESTIONS]
FOR_ALL = _RELATIONS + " UNION ALL ".join(_FOR_ALL)
FOR_WHO_DECIDES = _RELATIONS + " UNION ALL ".join([*_FOR_ALL, *_FOR_DECIDERS])
