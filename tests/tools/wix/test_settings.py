"""tools/wix/settings.py: nothing is done without the owner's word for this very site."""

from __future__ import annotations

import pytest

from tools.wix.settings import from_environment
from wix_data_provider.errors import ConfigError

SITE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"
OTHER = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d12"
GOOD = {"WIX_API_KEY": "IST.key", "WIX_SITE_ID": SITE, "WIX_TEST_SITE_IS_SPOILABLE": SITE}


def test_the_site_is_named_twice() -> None:
    settings = from_environment({**GOOD, "WIX_TEST_SITE_IS_SPOILABLE": SITE.upper()})
    assert (settings.site_id, settings.key) == (SITE, "IST.key")
    assert settings.endpoint == "https://www.wixapis.com"
    assert not settings.whole_site
    assert settings.languages == ("EN", "DE")


def test_whole_site_and_languages_are_said_in_addition() -> None:
    more = {"WIX_TEST_RESTORES_WHOLE_SITE": SITE, "WIX_TEST_LANGUAGES": "FR, EN-US"}
    settings = from_environment({**GOOD, **more})
    assert settings.whole_site
    assert settings.languages == ("FR", "EN-US")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"WIX_API_KEY": ""}, "^set WIX_API_KEY: "),
        ({"WIX_SITE_ID": " "}, "^set WIX_SITE_ID: "),
        ({"WIX_TEST_SITE_IS_SPOILABLE": ""}, "^set WIX_TEST_SITE_IS_SPOILABLE: "),
        ({"WIX_TEST_SITE_IS_SPOILABLE": "yes"}, "names something else and WIX_SITE_ID names"),
        ({"WIX_TEST_SITE_IS_SPOILABLE": OTHER}, f"names {OTHER} and WIX_SITE_ID names {SITE}"),
        ({"WIX_TEST_RESTORES_WHOLE_SITE": "1"}, "WIX_TEST_RESTORES_WHOLE_SITE names something"),
        ({"WIX_SITE_ID": "my-site"}, "must be a GUID"),
        ({"WIX_API_URL": "http://wix.example"}, "must be an https URL"),
        ({"WIX_APP_ID": "app"}, "not both"),
        ({"WIX_TEST_LANGUAGES": "EN"}, "must be like EN,DE"),
    ],
)
def test_what_is_missing_or_contradicts_is_one_sentence(changes: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=told) as refused:
        from_environment({**GOOD, **changes})
    assert "\n" not in str(refused.value)
    assert "IST.key" not in str(refused.value)
