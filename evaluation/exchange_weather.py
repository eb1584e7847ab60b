"""What our files say of the weather of a contract: every one said, from the first."""

from contracts.exchange.fields import Choice, Date, Text, put, write_row
from evaluation.models import Weather
from evaluation.models.weather import Sky

WEATHER = (Choice("sky"), Text("synthesis"), Date("on"))
OWN_KEYS: dict[str, dict[str, dict]] = {
    "contract": {"weather": {"type": "array", "items": {"$ref": "#/$defs/weather"}}},
    "weather": {
        "sky": {"enum": Sky.values},
        "synthesis": {"type": "string", "minLength": 1},
        "on": {"type": "string", "format": "date"},
    },
}


def write(context):
    put(context.node, "weather", [write_row(row, WEATHER) for row in context.contract.weathers.order_by("on", "id")])


def read(reader):
    reader.rows(Weather, reader.node.get("weather"), "contract.weather", WEATHER)
