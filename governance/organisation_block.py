"""The seats of an organisation, over all the contracts that one may see."""

from governance.models import Seat


def seats_of(user, organisation):
    seats = Seat.objects.visible_to(user).filter(organisation=organisation)
    return {"seats": list(seats.select_related("body", "contract").order_by("contract__title", "body__position"))}
