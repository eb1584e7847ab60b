import pytest

from tests.factories.accounts import UserFactory
from tests.factories.territories import small_cog


@pytest.fixture
def cog(db):
    return small_cog()


@pytest.fixture
def reader(client, db):
    """A signed-in person's browser."""
    client.force_login(UserFactory())
    return client
