import pytest
from django.urls import reverse

PAGES = ["contract", "perimeter", "texts", "roles"]
WRITING = ["edit", "predecessors", "long_texts", "standard_texts"]


def url(name, contract, *args):
    return reverse(f"contracts:{name}", args=[contract.reference, *args])


@pytest.mark.parametrize("name", [*PAGES, *WRITING])
def test_pages_open_for_who_writes(client, world, name):
    client.force_login(world.referent)
    response = client.get(url(name, world.draft))
    assert response.status_code == 200
    assert world.draft.title in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["reader", "elected", "siege"])
def test_pages_open_for_who_reads(client, world, who, name):
    client.force_login(getattr(world, who))
    assert client.get(url(name, world.draft)).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, *WRITING])
@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_a_draft_is_nowhere_for_the_others(client, world, who, name):
    client.force_login(getattr(world, who))
    assert client.get(url(name, world.draft)).status_code == 404
