"""Points side by side: generic ones (A), themes (B), regions (C), tiers (D); each with its evidence."""

from dataclasses import dataclass

import pandas as pd
from pydantic import Field

from textmine.analysis.log_odds import Method
from textmine.analysis.uneven import Rule
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.settings import Settings
from textmine.steps.compare.by_region import profiles
from textmine.steps.compare.by_subject import tier_points
from textmine.steps.compare.by_theme import point_tiers
from textmine.steps.compare.everywhere import generic_points
from textmine.steps.compare.material import Material
from textmine.steps.compare.unplaced import unplaced


class CompareSettings(Settings):
    """When a point counts for a tier, when tiers differ, and when something is said more in a region."""

    min_sessions_per_tier: int = Field(
        default=2,
        ge=1,
        description="in hoeveel sessies van een bestuurslaag een punt genoemd moet zijn om daar te tellen",
    )
    tier_enough: int = Field(
        default=3,
        ge=1,
        description="een punt verschilt per bestuurslaag als zo veel sessies van één laag het maakten",
    )
    tier_few: int = Field(
        default=1, ge=0, description="en in hoogstens zo veel sessies van de andere bestuurslagen"
    )
    tier_chance: float = Field(
        default=0.1,
        gt=0,
        le=1,
        description="en als de kans op zo'n scheve verdeling door toeval hoogstens zo groot is",
    )
    region_statements: int = Field(
        default=5,
        ge=1,
        description="een regio wordt bij een code of punt alleen vergeleken bij zo veel uitspraken daar",
    )
    region_sessions: int = Field(
        default=2,
        ge=1,
        description="en als die uit minstens zo veel sessies (of inzendingen) van die regio komen",
    )
    prior: float = Field(
        default=20.0,
        gt=0,
        description="hoe zwaar bij een regio telt wat alle regio's samen zeggen, in uitspraken",
    )
    region_chance: float = Field(
        default=0.1,
        gt=0,
        lt=1,
        description="welk deel van wat 'meer dan elders' heet, naar verwachting hoogstens toeval is",
    )
    draws: int = Field(
        default=1_000, ge=100, description="hoe vaak sessies opnieuw worden geloot voor de marges"
    )
    seed: int = Field(default=0, ge=0, description="het begin van de loting; hetzelfde getal geeft hetzelfde")


@dataclass(frozen=True, slots=True)
class CompareResult:
    """The tables of analyses A to D, the statements behind them, and what is still to be done."""

    generic_points: pd.DataFrame
    point_sessions: pd.DataFrame
    point_tiers: pd.DataFrame
    region_profile: pd.DataFrame
    tier_points: pd.DataFrame
    evidence: pd.DataFrame
    open: pd.DataFrame


def compare(
    points: pd.DataFrame,
    point_members: pd.DataFrame,
    documents: pd.DataFrame,
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    topics: pd.DataFrame,
    memberships: pd.DataFrame,
    assignments: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    settings: CompareSettings,
) -> CompareResult:
    """Say where points were made, and what sets tiers and regions apart.

    Points that people left out are in none of these tables but D, where they stand with the reason. What has
    no region or no tier is compared with nothing, but it is counted, and named in ``open``.
    """
    material = Material.of(
        points, point_members, statements, documents, groups, assignments, memberships, corpus, codebook
    )
    rule = Rule(settings.tier_enough, settings.tier_few, settings.tier_chance)
    cells = (settings.region_statements, settings.region_sessions)
    method = Method(settings.prior, *cells, settings.draws, settings.seed)
    generic, sessions, behind_generic = generic_points(material)
    tiers, behind_tiers = point_tiers(material, rule)
    regions, behind_regions = profiles(material, method, settings.region_chance)
    subjects, behind_subjects = tier_points(material, topics, settings.min_sessions_per_tier)
    behind = [behind_generic, behind_tiers, behind_regions, behind_subjects]
    return CompareResult(
        generic_points=generic,
        point_sessions=sessions,
        point_tiers=tiers,
        region_profile=regions,
        tier_points=subjects,
        evidence=pd.concat(behind, ignore_index=True),
        open=unplaced(documents, material),
    )
