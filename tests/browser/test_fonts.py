from playwright.sync_api import Page


def test_japanese_is_drawn_and_not_shown_as_boxes(page: Page) -> None:
    # A font without the characters draws each as the same box.
    page.set_content("<canvas id=c></canvas>")
    pictures = page.evaluate(
        """() => ["協", "働", "\\u{10ffff}"].map((character) => {
            const canvas = document.getElementById("c"), pen = canvas.getContext("2d");
            pen.clearRect(0, 0, canvas.width, canvas.height);
            pen.font = "40px sans-serif";
            pen.fillText(character, 10, 60);
            return canvas.toDataURL();
        })"""
    )
    assert len(set(pictures)) == 3
