"""Papers and pictures: legend, poses, builds."""
