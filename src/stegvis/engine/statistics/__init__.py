"""Survey figures, agreement, leniency, sampling and evenness: plain arrays in, figures out. NumPy and SciPy only.

Of a survey: ``response_rates`` says what became of the invitations; answers are counted where small groups are hidden.
How sure the figures are depends on how the answers were come by, and there are three ways:

- everybody was asked: ``census_share`` and its like, ``census_ranks``, ``compare_census`` (bounds, no interval);
- a sample was drawn: a ``Design``, ``rake``, ``estimate_mean`` and its like, ``sample_ranks``, ``compare_samples``
  and ``compare_groups``; ``wilson_intervals`` for a simple random sample;
- neither: the figures alone, and ``compare_plainly``.

Nothing here hides small groups: what may be shown goes through ``stegvis.engine.disclosure``.
"""

from stegvis.engine.statistics.agreement import LEAST_PAIRS, Agreement, agreement, cross_table
from stegvis.engine.statistics.census import Span, census_mean, census_net, census_share
from stegvis.engine.statistics.codes import NO_ANSWER, NOT_APPLICABLE, NOT_ASKED
from stegvis.engine.statistics.comparing import (
    Basis,
    Difference,
    compare_census,
    compare_groups,
    compare_plainly,
    compare_samples,
)
from stegvis.engine.statistics.design import Design, Margin, rake
from stegvis.engine.statistics.dispositions import Disposition, Rates, rates, response_rates
from stegvis.engine.statistics.estimates import (
    Estimates,
    estimate_mean,
    estimate_ratio,
    estimate_share,
    estimate_shares,
    estimate_total,
    student,
    wilson_intervals,
    with_intervals,
)
from stegvis.engine.statistics.evenness import Share, shares, wilson
from stegvis.engine.statistics.leniency import Leniency, leniency
from stegvis.engine.statistics.ranking import Ranks, census_ranks, sample_ranks
from stegvis.engine.statistics.sampling import one_of_each, sample, sampling_plan

__all__ = [
    "LEAST_PAIRS",
    "NOT_APPLICABLE",
    "NOT_ASKED",
    "NO_ANSWER",
    "Agreement",
    "Basis",
    "Design",
    "Difference",
    "Disposition",
    "Estimates",
    "Leniency",
    "Margin",
    "Ranks",
    "Rates",
    "Share",
    "Span",
    "agreement",
    "census_mean",
    "census_net",
    "census_ranks",
    "census_share",
    "compare_census",
    "compare_groups",
    "compare_plainly",
    "compare_samples",
    "cross_table",
    "estimate_mean",
    "estimate_ratio",
    "estimate_share",
    "estimate_shares",
    "estimate_total",
    "leniency",
    "one_of_each",
    "rake",
    "rates",
    "response_rates",
    "sample",
    "sample_ranks",
    "sampling_plan",
    "shares",
    "student",
    "wilson",
    "wilson_intervals",
    "with_intervals",
]
