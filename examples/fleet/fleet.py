"""One file in a collection of every site of sites.json, after a backup of each.

Run it as `python fleet.py preview <release>`, then as `python fleet.py up <release>`.
"""

import json
import signal
import sys
from functools import partial
from pathlib import Path

import pulumi
from pulumi import automation

import pulumi_wix_data as wix

HERE = Path(__file__).parent
SITES = json.loads((HERE / "sites.json").read_text(encoding="utf-8"))
AT_ONCE = 64  # waiting costs nothing


def program() -> None:
    release = pulumi.Config().require("release")
    for name, site in SITES.items():
        backup = wix.Backup(name, site_id=site, triggers={"release": release})
        wix.ImportJob(
            name,
            site_id=site,
            source=pulumi.FileAsset(str(HERE / "opening-hours.csv")),
            collection_id="opening-hours",
            write_policy=wix.WritePolicy.TRUNCATE_BEFORE,
            restore_on_failure=backup.backup_id,
        )


def main(command: str, release: str) -> None:
    # Ctrl-C is for the engine, which saves what is under way; this program waits for it.
    signal.signal(signal.SIGINT, lambda *_: None)
    stack = automation.create_or_select_stack("prod", project_name="fleet", program=program)
    stack.set_config("release", automation.ConfigValue(release))
    shown = {"on_output": print, "on_error": partial(print, file=sys.stderr)}
    try:
        if command == "preview":
            stack.preview(parallel=AT_ONCE, **shown)
        else:
            stack.up(parallel=AT_ONCE, continue_on_error=True, **shown)
    except automation.CommandError:
        sys.exit(1)  # what failed is named by now; the other sites are done


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["preview" | "up" as command, release]:
            main(command, release)
        case words:
            sys.exit(f"fleet.py preview|up <release>, not {words}: nothing was done")
