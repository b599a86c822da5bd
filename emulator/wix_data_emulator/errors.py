"""Every refusal of the API, with the two bodies of Wix.

ApiError
├ ValidationError   400 with field violations
└ RefusedError      any status with an application error

A job that cannot go on has no answer to give: JobError, told by `job.error`.

Rules: docs/wix-api.md, "Refusals".
"""

from __future__ import annotations

from http import HTTPStatus

DATA_STATUS = {
    "WDE0002": 400,
    "WDE0006": 400,
    "WDE0007": 400,
    "WDE0009": 400,
    "WDE0025": 404,
    "WDE0056": 400,
    "WDE0065": 400,
    "WDE0069": 400,
    "WDE0070": 400,
    "WDE0073": 404,
    "WDE0074": 409,
    "WDE0075": 400,
    "WDE0080": 400,
    "WDE0104": 409,
    "WDE0134": 400,
    "WDE0147": 400,
    "WDE0161": 400,
}
"""HTTP status of each data layer code. Source: docs/wix-api.md, "Refusals"."""


class ApiError(Exception):
    """An answer other than 200: status, JSON body and extra headers."""

    def __init__(
        self, status: int, details: dict[str, object], message: str, headers: dict[str, str]
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers
        self.body: dict[str, object] = {"message": message, "details": details}


class ValidationError(ApiError):
    """The request itself is wrong: 400, naming the field by its dotted path."""

    def __init__(self, field: str, description: str, *, rule: str = "INVALID") -> None:
        violation = {
            "field": field,
            "description": description,
            "violatedRule": "FORMAT",
            "ruleName": rule,
            "data": {},
        }
        details: dict[str, object] = {"validationError": {"fieldViolations": [violation]}}
        super().__init__(HTTPStatus.BAD_REQUEST, details, f"{field}: {description}", {})


class RefusedError(ApiError):
    """The request is well formed and cannot be served: an application error."""

    def __init__(
        self, status: int, code: str, description: str, *, headers: dict[str, str] | None = None
    ) -> None:
        error: dict[str, object] = {"code": code, "description": description, "data": {}}
        super().__init__(status, {"applicationError": error}, description, headers or {})
        self.code = code
        self.description = description


def data_error(code: str, description: str) -> RefusedError:
    """A refusal of the data layer, with the status that belongs to its WDE code."""
    return RefusedError(DATA_STATUS[code], code, description)


class JobError(Exception):
    """A job cannot go on: it is FAILED with this code. Source: docs/wix-api.md, "Refusals"."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
