"""Study posts over the years: which to begin where, when they share a budget and give hours later."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.skillmix.check import check, check_posts
from stegvis.engine.skillmix.model import Array, Mix, Plan, Posts, Split, Worth
from stegvis.engine.skillmix.program import Pairs, Program, program_of
from stegvis.engine.skillmix.solve import optimum, solve

LITTLE = 1e-5
"""Hours given by a post that are none."""


def plan(mix: Mix, posts: Posts, years: int) -> Plan:
    """The posts and the split with least short, then least cost (posts and wages), then least change, over all units.

    The mix's units are place 0 in year 0, place 0 in year 1, …, with ``hours`` as they become without these posts. What
    an hour is worth is said with the posts as they came to be. Raises ModelError where something contradicts itself.
    """
    check(mix)
    check_posts(mix, posts, years)
    begun = _begun(mix, posts, years)
    places = len(begun)
    given = np.einsum("ryk,kyzp->rzp", begun, _by_year(posts, years)).reshape(places * years, -1)
    split = solve(replace(mix, hours=np.maximum(mix.hours + given, 0)))
    return Plan(begun, split, _post_worth(posts, split, places, years))


def one_more(mix: Mix, posts: Posts, done: Plan, begins: np.ndarray, kind: np.ndarray) -> Array:
    """(R,) weighted hours of shortage that a whole post more takes away, the others as they are: in each place one of
    ``kind`` (R,) from the year ``begins`` (R,). Not a number where there are not the hours that it takes."""
    by_year = _by_year(posts, done.begun.shape[1])
    given = np.einsum("ryk,kyzp->rzp", done.begun, by_year) + by_year[kind, begins]
    hours = mix.hours + given.reshape(mix.hours.shape)
    split = solve(replace(mix, hours=np.maximum(hours, 0)))
    less = ((done.split.short - split.short) * mix.weight).sum(axis=1)
    is_short = (hours < -LITTLE).any(axis=1)
    places = len(done.begun)
    found: Array = np.where(is_short.reshape(places, -1).any(axis=1), np.nan, less.reshape(places, -1).sum(axis=1))
    return found


def _by_year(posts: Posts, years: int) -> Array:
    """(K, Y, Y, P) what a post begun in the first year gives in the second."""
    over = posts.over_years(years)
    found = np.zeros((posts.kinds, years, years, over.shape[2]))
    for begins in range(years):
        found[:, begins, begins:] = over[:, : years - begins]
    return found


def _begun(mix: Mix, posts: Posts, years: int) -> Array:
    """(R, Y, K) posts of an optimum of everything jointly."""
    pairs = Pairs.of(mix)
    program = program_of(mix, pairs)
    shape = (mix.shape[0] // years, years, posts.kinds)
    size = np.maximum(np.abs(posts.gives).max(axis=(1, 2)), 1.0)
    columns = _columns(mix, posts, years) @ scipy.sparse.diags_array(1 / np.tile(size, shape[0] * years))
    joint = _with_posts(program, columns.tocsc(), posts, shape, size)
    point = optimum(joint)[program.most.size :]
    found: Array = np.where(point < LITTLE, 0, point).reshape(shape) / size
    return found


def _columns(mix: Mix, posts: Posts, years: int) -> scipy.sparse.csc_array:
    """(U·T + U·P + Y, R·Y·K) hours that a post takes of what there is, by row of hours, and its cost by year."""
    units, tasks, professions = mix.shape
    kind, begins, year, profession = np.nonzero(_by_year(posts, years))
    hours = -_by_year(posts, years)[kind, begins, year, profession]
    place = np.arange(units // years)[:, None]
    rows = (units * tasks + (place * years + year) * professions + profession).ravel()
    columns = ((place * years + begins) * posts.kinds + kind).ravel()
    every = np.arange(units * posts.kinds)
    paid = units * (tasks + professions) + every // posts.kinds % years
    entries = np.concatenate([np.tile(hours, units // years), posts.cost[every % posts.kinds]])
    found = scipy.sparse.coo_array(
        (entries, (np.concatenate([rows, paid]), np.concatenate([columns, every]))),
        shape=(units * (tasks + professions) + years, every.size),
    )
    return found.tocsc()


def _with_posts(
    program: Program, columns: scipy.sparse.csc_array, posts: Posts, shape: tuple[int, int, int], size: Array
) -> Program:
    """The programme with posts of ``size`` hours as columns and a row of the budget for each year: all one unit, since
    what is done in one place bears on every other."""
    rows, count = program.matrix.shape
    years, extra = shape[1], columns.shape[1]
    padded = scipy.sparse.csc_array(
        (program.matrix.data, program.matrix.indices, program.matrix.indptr), shape=(rows + years, count)
    )
    short, cost, change = (aim * scale for aim, scale in zip(program.aims, program.scales, strict=True))
    none = np.zeros(extra)
    aims = [
        np.concatenate([short, none]),
        np.concatenate([cost, np.tile(posts.cost / size, extra // posts.kinds)]),
        np.concatenate([change, none]),
    ]
    scales = [float(np.abs(aim).max(initial=0)) or 1.0 for aim in aims]
    return replace(
        program,
        matrix=scipy.sparse.hstack([padded, columns], format="csc"),
        limits=np.concatenate([program.limits, np.broadcast_to(posts.budget, years)]),
        most=np.concatenate([program.most, (np.broadcast_to(posts.most, shape) * size).ravel()]),
        aims=[aim / scale for aim, scale in zip(aims, scales, strict=True)],
        scales=scales,
        row_unit=np.zeros(rows + years, np.intp),
        column_unit=np.zeros(count + extra, np.intp),
    )


def _post_worth(posts: Posts, split: Split, places: int, years: int) -> Worth:
    """What one more post gives at least: each hour given at what one more is worth, each taken at what one fewer is."""
    over = _by_year(posts, years)
    gives, takes = np.maximum(over, 0), np.minimum(over, 0)

    def summed(more: Array, fewer: Array) -> Array:
        more, fewer = (one.reshape(places, years, -1) for one in (more, fewer))
        found = np.einsum("kyzp,rzp->ryk", gives, more)
        none = np.isnan(fewer)  # hours that there are none of cannot be taken
        found += np.einsum("kyzp,rzp->ryk", takes, np.where(none, 0, fewer))
        impossible = np.einsum("kyzp,rzp->ryk", takes, none.astype(float)) < 0
        return np.where(impossible, np.nan, found)

    worth = summed(split.more.short, split.fewer.short), summed(split.more.cost, split.fewer.cost)
    return Worth(worth[0], worth[1] - posts.cost)
