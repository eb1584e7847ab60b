"""The money of a post by party and year, in a grid: all of it is saved, or nothing and the reasons in the cells."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actions.views.money_lines import MoneyLines
from contracts.permissions import can_write
from contracts.views.loading import contract_page, load_contract
from governance.forms.posts import PostFundingLineForm
from governance.models import CoordinationPost
from governance.services.coordination import save_post_money


class PostSheet(MoneyLines):
    """The lines of money of `post`."""

    caption = "Financement du poste"

    def __init__(self, post, data=None):
        self.post = post
        rows = post.fundings.select_related("funder").order_by("year", "position", "pk")
        super().__init__(post.contract, rows, data)

    def owners(self):
        return [self.post]

    def lines_of(self, post):
        return [*self.rows.values(), None]

    def asked_owner(self, place, data):
        return self.post

    def form(self, prefix, post, row=None, data=None):
        return PostFundingLineForm(data, funding=row, known=self.known, prefix=prefix)

    def told(self, row):
        row.contract = self.contract
        return row

    def write(self, changes, actor):
        save_post_money(changes=changes, actor=actor)


@require_http_methods(["GET", "HEAD", "POST"])
def money(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    post = get_object_or_404(CoordinationPost, contract=contract, pk=pk)
    post.contract = contract
    sheet = PostSheet(post, request.POST if request.method == "POST" else None)
    back = f"{reverse('governance:bodies', args=[reference])}#poste-{pk}"
    if request.method == "POST" and sheet.save(request):
        messages.success(request, "Le financement du poste est enregistré.")
        return redirect(back)
    grid = sheet.grid()
    context = {"post": post, "sheet": sheet, "grid": grid, "funders": sheet.funders(), "back": back}
    status = 200 if request.method != "POST" else 409 if grid.crossing else 400
    return contract_page(request, contract, "governance/post_money.html", context, active="governance", status=status)
