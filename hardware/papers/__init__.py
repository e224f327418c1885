"""What people print or look at: legend, poses, builds."""
