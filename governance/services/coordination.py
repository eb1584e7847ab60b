"""Coordination posts and who pays them."""

from contracts import writing
from governance.models import CoordinationPost, PostFunding


def add_post(*, contract, actor, **fields) -> CoordinationPost:
    return writing.add(CoordinationPost, contract=contract, actor=actor, **fields)


def add_post_funding(*, post, actor, **fields) -> PostFunding:
    return writing.add(PostFunding, contract=post.contract, actor=actor, post=post, **fields)
