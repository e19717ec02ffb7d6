"""The page and the API: the only folder that imports gradio."""
