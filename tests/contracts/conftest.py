import pytest

from tests.factories import contracts


@pytest.fixture
def world(db):
    return contracts.world()
