"""The values of the Digital Agency's design system (@digital-go-jp/design-tokens) → a Gradio theme.

Only what Gradio itself draws, the box and the buttons, is set here; everything else is in page.css.
"""

import gradio as gr

# Fonts of the system alone: a web font would ask another host.
_FONTS = ["Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", "Hiragino Sans", "Meiryo", "sans-serif"]


def guide_theme() -> gr.themes.Base:
    """Return the theme; each value is a variable of page.css, which knows light and dark."""
    return gr.themes.Base(font=_FONTS, font_mono=["monospace"]).set(
        body_background_fill="var(--ground)",
        body_background_fill_dark="var(--ground)",
        body_text_color="var(--text)",
        body_text_color_dark="var(--text)",
        background_fill_primary="var(--surface)",
        background_fill_primary_dark="var(--surface)",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0",
        block_border_width_dark="0",
        block_title_text_color="var(--text)",
        block_title_text_color_dark="var(--text)",
        block_title_text_weight="700",
        block_info_text_color="var(--text-soft)",
        block_info_text_color_dark="var(--text-soft)",
        input_background_fill="var(--surface)",
        input_background_fill_dark="var(--surface)",
        input_border_color="var(--line-strong)",
        input_border_color_dark="var(--line-strong)",
        input_border_width="1px",
        input_border_width_dark="1px",
        input_placeholder_color="var(--text-soft)",
        input_placeholder_color_dark="var(--text-soft)",
        input_radius="8px",
        input_text_size="1rem",
        button_primary_background_fill="var(--primary)",
        button_primary_background_fill_dark="var(--primary)",
        button_primary_background_fill_hover="var(--primary-hover)",
        button_primary_background_fill_hover_dark="var(--primary-hover)",
        button_primary_text_color="var(--on-primary)",
        button_primary_text_color_dark="var(--on-primary)",
        button_secondary_background_fill="var(--surface)",
        button_secondary_background_fill_dark="var(--surface)",
        button_secondary_background_fill_hover="var(--tint)",
        button_secondary_background_fill_hover_dark="var(--tint)",
        button_secondary_text_color="var(--primary)",
        button_secondary_text_color_dark="var(--primary)",
        button_secondary_border_color="var(--primary)",
        button_secondary_border_color_dark="var(--primary)",
        button_border_width="1px",
        button_border_width_dark="1px",
        button_large_radius="8px",
    )
