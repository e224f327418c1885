from playwright.sync_api import BrowserContext

from tests.pupil_app import icons


def test_the_icons_are_those_of_the_figure(context: BrowserContext) -> None:
    svg = icons.SVG.read_text(encoding="utf-8")
    assert icons.draw(context) == svg, "draw them anew: python -m tests.pupil_app.icons"
    calm = icons.CALM_SVG.read_text(encoding="utf-8")
    assert icons.draw(context, calm=True) == calm, "draw them anew"
    for name, (width_px, maskable) in icons.SIZES.items():
        assert (icons.FOLDER / name).read_bytes() == icons.render(svg, width_px, maskable), name


def test_a_system_may_cut_a_maskable_icon_to_a_circle() -> None:
    left, _, size = icons.BOX
    middle, shown = left + size / 2, size * 1.28
    # Ears and all, the head is drawn from 33 to 167 across.
    assert max(middle - 33, 167 - middle) < 0.4 * shown
