// Everything a page does by itself; each module looks for its own marks in the page.
