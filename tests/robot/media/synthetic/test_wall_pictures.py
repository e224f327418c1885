from robot.media.synthetic import wall_pictures


def test_the_board_has_umlauts() -> None:
    plain, marked = (wall_pictures.texture(1.0, 0.3, (0, 0, 0)) for _ in range(2))
    wall_pictures.write(plain, "uber", (0.05, 0.2), 0.1, (255, 255, 255))
    wall_pictures.write(marked, "über", (0.05, 0.2), 0.1, (255, 255, 255))
    above = slice(0, round(0.115 * wall_pictures.TEXTURE_PX_PER_M))
    letter = slice(0, round(0.12 * wall_pictures.TEXTURE_PX_PER_M))
    assert marked[above, letter].sum() > plain[above, letter].sum()
