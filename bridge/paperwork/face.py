"""PURE. The robot's face as a drawing for papers. No I/O."""

FACE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 128">'
    '<path d="M60 34V16" stroke="#5b4426" stroke-width="5" stroke-linecap="round"/>'
    '<path d="M60 14C54 4 36 2 31 8c4 9 23 11 29 6zM60 14C66 4 84 2 89 8c-4 9-23 11-29 6z" '
    'fill="#3f9463" stroke="#5b4426" stroke-width="3" stroke-linejoin="round"/>'
    '<rect x="6" y="32" width="108" height="92" rx="38" fill="#f5ddac" stroke="#5b4426" '
    'stroke-width="5"/>'
    '<rect x="21" y="45" width="78" height="66" rx="29" fill="#232b3a"/>'
    '<ellipse cx="45" cy="73" rx="9" ry="11" fill="#c2e6fb"/>'
    '<ellipse cx="75" cy="73" rx="9" ry="11" fill="#c2e6fb"/>'
    '<path d="M47 92q13 9 26 0" fill="none" stroke="#c2e6fb" stroke-width="4.5" '
    'stroke-linecap="round"/>'
    "</svg>"
)
"""Awake and smiling; the words beside it say who it is, so a screen reader passes it over."""
