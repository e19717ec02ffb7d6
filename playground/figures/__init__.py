"""Charts with axes, as Plotly figures in their JSON form, from stages. Nothing here knows a model or a page."""
