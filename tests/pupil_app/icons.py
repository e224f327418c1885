"""Draw the icons of the home screen from Karlsson's own figure: `python -m tests.pupil_app.icons`.

The figure is drawn by the page in a browser; its shapes are written as one plain SVG, and
from that the PNGs are rendered. A test compares what is committed with what this would draw. The
service worker keeps the SVG, so its version is written anew as well.
"""

import hashlib
import json
import re

import resvg_py
from playwright.sync_api import BrowserContext, sync_playwright

from tests.pupil_app import pages
from tests.pupil_app.serving import launched

GROUND = "#fbf5ea"
FOLDER = pages.APP / "icons"
CALM_GROUND = "#20262d"
SVG = pages.APP / "icon.svg"
CALM_SVG = pages.APP / "icon_calm.svg"
WORKER = pages.APP / "worker.js"

SIZES = {
    "icon-192.png": (192, False),
    "icon-512.png": (512, False),
    "maskable-192.png": (192, True),
    "maskable-512.png": (512, True),
    "apple-touch-icon.png": (180, False),
}
"""Name, width in pixels, and whether a system may cut it to a circle of 80 %."""

BOX = (14.0, 3.0, 172.0)
"""Left, top and size of the square of the drawing that the icon shows: head and shoulders."""

PLACE = """async (calm) => {
    const { Figure } = await import("/app/js/page/figure.js");
    const figure = new Figure("Karlsson");
    figure.update({ type: "presence", signal: "present", hand: {}, pan_deg: 0, tilt_deg: 0 });
    figure.calm(calm);
    figure.dress({ nickname: "", shell: "sand", wears: calm ? "none" : "scarf" });
    figure.node.id = "icon";
    figure.node.style.cssText = "position:fixed;top:0;left:0;width:200px;height:240px";
    document.body.append(figure.node);
}"""
"""The figure in the size in which it is drawn."""

UPRIGHT = '#icon[data-turned="0 0 0"]'
"""Under reduced motion the head follows a moment later."""

SHAPES = """() => {
    const figure = document.getElementById("icon");
    const round = (number) => String(Math.round(number * 1000) / 1000);
    const own = (one) => Number(getComputedStyle(one).opacity);
    const opacity = (one) => (one === figure ? 1 : own(one) * opacity(one.parentNode));
    const gone = (one) =>
        getComputedStyle(one).display === "none" || (one !== figure && gone(one.parentNode));
    const drawn = [];
    for (const one of figure.querySelectorAll("path, rect, circle, ellipse")) {
        const style = getComputedStyle(one);
        const shown = opacity(one);
        if (!shown || gone(one) || one.getAttribute("d") === "") continue;
        const { a, b, c, d, e, f } = one.getScreenCTM();
        const fields = {};
        for (const name of ["d", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r"])
            if (one.hasAttribute(name)) fields[name] = one.getAttribute(name);
        fields.fill = style.fill;
        if (style.stroke !== "none") {
            fields.stroke = style.stroke;
            fields["stroke-width"] = round(parseFloat(style.strokeWidth));
            fields["stroke-linecap"] = style.strokeLinecap;
            fields["stroke-linejoin"] = style.strokeLinejoin;
        }
        if (shown < 1) fields.opacity = round(shown);
        const matrix = [a, b, c, d, e, f].map(round).join(" ");
        if (matrix !== "1 0 0 1 0 0") fields.transform = `matrix(${matrix})`;
        drawn.push([one.tagName, fields]);
    }
    return drawn;
}"""
"""Every visible shape of the figure, with its computed colours and its place."""


def draw(context: BrowserContext, *, calm: bool = False) -> str:
    """Return the icon as SVG; the calm one is for the page without a network."""
    page = context.new_page()
    page.goto(f"{pages.ORIGIN}/screens/")
    page.wait_for_selector("html[data-ready]")
    page.evaluate(PLACE, calm)
    page.wait_for_selector(UPRIGHT, state="attached")
    left, top, size = BOX
    ground = CALM_GROUND if calm else GROUND
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {size:g} {size:g}">',
        f'  <rect x="{left:g}" y="{top:g}" width="{size:g}" height="{size:g}" fill="{ground}"/>',
    ]
    for tag, fields in page.evaluate(SHAPES):
        given = " ".join(f'{name}="{_hex(value)}"' for name, value in fields.items())
        lines.append(f"  <{tag} {given}/>")
    page.close()
    return "\n".join([*lines, "</svg>", ""])


def _hex(value: str) -> str:
    """Write a colour as browsers of all ages and resvg read it."""
    found = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", value)
    return "#" + "".join(f"{int(part):02x}" for part in found.groups()) if found else value


def render(svg: str, width_px: int, maskable: bool) -> bytes:
    """Return a PNG; a maskable one keeps everything within the middle 80 %."""
    if maskable:
        left, top, size = BOX
        more = size * 0.14
        wide = f"{left - more:g} {top - more:g} {size + 2 * more:g} {size + 2 * more:g}"
        svg = re.sub(r'viewBox="[^"]+"', f'viewBox="{wide}"', svg, count=1)
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, width=width_px, height=width_px, background=GROUND)
    )


def kept_paths() -> list[str]:
    """Return the addresses of everything that the service worker keeps."""
    found = re.search(r"const KEPT = \[PAGE, (.+)\];", WORKER.read_text(encoding="utf-8"))
    assert found is not None
    return ["/offline", *json.loads(f"[{found.group(1)}]")]


def version() -> str:
    """Return the version of the service worker, which belongs to the content that it keeps."""
    digest = hashlib.sha256()
    for path in kept_paths():
        digest.update(pages.answer(path)[2])
    return digest.hexdigest()[:12]


def main() -> None:
    """Write the SVG, all PNGs, and the version of the service worker."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        context = browser.new_context(color_scheme="light", reduced_motion="reduce")
        svg = draw(context)
        CALM_SVG.write_text(draw(context, calm=True), encoding="utf-8")
    SVG.write_text(svg, encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    for name, (width_px, maskable) in SIZES.items():
        (FOLDER / name).write_bytes(render(svg, width_px, maskable))
    worker = WORKER.read_text(encoding="utf-8")
    WORKER.write_text(
        re.sub(r'VERSION = "\w+"', f'VERSION = "{version()}"', worker), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
