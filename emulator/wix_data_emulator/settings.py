"""What Wix leaves open, and how fast things go: one value each, changed while running.

Defaults are what Wix's samples show, else what docs/wix-api.md says is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wix_data_emulator.errors import ValidationError
from wix_data_emulator.fields import Fields, is_guid

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERYTHING = "*"
LONGEST_S = 10**9


@dataclass(frozen=True)
class Settings:
    """One moment's settings; the JSON names are these in camelCase."""

    final_progress: str = "absent"
    """Whether a finished job still shows `progress` and `logsRecorded`: present | absent."""
    skips_logged: bool = True
    """Whether SKIP_EXISTING logs what it skips, with WDE0074."""
    after_terminate: str = "failed"
    """What Get says of a terminated job: failed (status FAILED) | notFound (404)."""
    backup_outcome: str = "READY"
    """What becomes of backups created from now on: READY | FAILED | CANCELED."""
    backup_seconds: float = 2.0
    """From a request to READY, and from a deletion to DELETED."""
    auto_backup_days: float = 0
    """How often each site gets an automatic backup; 0 is never. Wix says 7."""
    restoration_outcome: str = "COMPLETED"
    """What becomes of restorations requested from now on: COMPLETED | FAILED."""
    restoration_seconds: float = 2.0
    """From a request to COMPLETED."""
    job_seconds: float = 2.0
    """From submission to the end."""
    export_url_seconds: float = 3600.0
    """How long the URL of an exported file is good, from the job's end."""
    without_multilingual: tuple[str, ...] = ()
    """Sites where Wix Multilingual is not enabled."""
    rate_limit: int = 200
    """Requests per minute and site; 0 is no limit."""
    instances: Mapping[str, str] = field(default_factory=dict)
    """App instance to site; an instance not named is its own site."""
    sites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Site to the permissions that its callers lack; `*` is all of them."""

    def site_of(self, instance: str) -> str:
        """The site where an app instance is installed."""
        return self.instances.get(instance, instance)

    def instance_of(self, site: str) -> str:
        """The app instance of a site."""
        found = [instance for instance, own in self.instances.items() if own == site]
        return found[0] if found else site

    def permits(self, site: str, permission: str) -> bool:
        """Whether callers of a site have a permission."""
        denied = self.sites.get(site, ())
        return EVERYTHING not in denied and permission not in denied

    def to_json(self) -> dict[str, object]:
        """As `GET /_emulator/settings` shows them."""
        return {
            "finalProgress": self.final_progress,
            "skipsLogged": self.skips_logged,
            "afterTerminate": self.after_terminate,
            "backupOutcome": self.backup_outcome,
            "backupSeconds": self.backup_seconds,
            "autoBackupDays": self.auto_backup_days,
            "restorationOutcome": self.restoration_outcome,
            "restorationSeconds": self.restoration_seconds,
            "jobSeconds": self.job_seconds,
            "exportUrlSeconds": self.export_url_seconds,
            "withoutMultilingual": list(self.without_multilingual),
            "rateLimit": self.rate_limit,
            "instances": dict(self.instances),
            "sites": {site: {"denied": list(denied)} for site, denied in self.sites.items()},
        }

    def changed(self, given: Mapping[str, object]) -> Settings:
        """These settings with those that `given` names replaced.

        Raises: ValidationError, also for a name that is no setting.
        """
        if unknown := set(given) - set(self.to_json()):
            raise ValidationError(min(unknown), f"is no setting; there are {list(self.to_json())}")
        read = Fields(given)
        progress = read.choice("finalProgress", ("present", "absent"))
        terminated = read.choice("afterTerminate", ("failed", "notFound"))
        outcome = read.choice("backupOutcome", ("READY", "FAILED", "CANCELED"))
        restored = read.choice("restorationOutcome", ("COMPLETED", "FAILED"))
        return replace(
            self,
            final_progress=progress or self.final_progress,
            skips_logged=read.flag("skipsLogged") if read.has("skipsLogged") else self.skips_logged,
            after_terminate=terminated or self.after_terminate,
            backup_outcome=outcome or self.backup_outcome,
            backup_seconds=read_seconds(read, "backupSeconds", self.backup_seconds),
            auto_backup_days=read_seconds(read, "autoBackupDays", self.auto_backup_days),
            restoration_outcome=restored or self.restoration_outcome,
            restoration_seconds=read_seconds(read, "restorationSeconds", self.restoration_seconds),
            export_url_seconds=read_seconds(read, "exportUrlSeconds", self.export_url_seconds),
            job_seconds=read_seconds(read, "jobSeconds", self.job_seconds),
            without_multilingual=tuple(
                _site(read, "withoutMultilingual", site)
                for site in read.texts("withoutMultilingual")
            )
            if read.has("withoutMultilingual")
            else self.without_multilingual,
            rate_limit=read.integer("rateLimit", default=self.rate_limit, low=0, high=10**9),
            instances=_read_instances(read) if read.has("instances") else self.instances,
            sites=_read_sites(read) if read.has("sites") else self.sites,
        )


def read_seconds(read: Fields, name: str, default: float) -> float:
    """A duration in seconds, 0 or more."""
    value = read.raw(name) if read.has(name) else default
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise read.refuse(name, "must be a number")
    if not 0 <= value <= LONGEST_S:
        raise read.refuse(name, f"must be from 0 to {LONGEST_S}")
    return value


def _read_instances(read: Fields) -> dict[str, str]:
    entries = read.child("instances")
    return {name: _site(entries, name, entries.raw(name)) for name in entries.values}


def _read_sites(read: Fields) -> dict[str, tuple[str, ...]]:
    entries = read.child("sites")
    return {
        _site(entries, site, site): tuple(entries.child(site).texts("denied"))
        for site in entries.values
    }


def _site(read: Fields, name: str, value: object) -> str:
    if not isinstance(value, str) or not is_guid(value):
        raise read.refuse(name, "must name a site by its GUID", "INVALID_GUID")
    return value.lower()
