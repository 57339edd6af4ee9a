"""Speed, told as ratios within one run: machines differ, ratios carry over."""
