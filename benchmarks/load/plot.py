"""The picture of a long run, drawn from its CSV by gnuplot: a command, of which nothing is linked or imported."""

import shutil
import subprocess

SCRIPT = """
set terminal png size 1000,1000 font "sans,10"
set output "{png}"
set datafile separator ","
set multiplot layout 3,1 title "{title}"
set xrange [0:{minutes}]
set xlabel "minutes"
set grid
set key top left horizontal
set lmargin 10
set rmargin 4
{restarts}
set ylabel "MB"
set yrange [0:*]
plot "{csv}" using ($1/60):(column("rss_mb")) with lines lc rgb "#999999" title "resident memory", \\
     "" using ($1/60):(column("heap_mb")) with lines lc rgb "#3366cc" title "heap in use after a collection"
plot "{csv}" using ($1/60):(column("disk_mb")) with lines lc rgb "#aa6600" title "data folder"
set ylabel "us to delivery"
set logscale y
set yrange [50:*]
plot "{csv}" using ($1/60):(column("delivery_max")) with points pt 7 ps 0.3 lc rgb "#cc3333" title "longest of a second", \\
     "" using ($1/60):(column("delivery_p99")) with points pt 7 ps 0.3 lc rgb "#dd9933" title "99%", \\
     "" using ($1/60):(column("delivery_p50")) with lines lc rgb "#3366cc" title "median"
unset multiplot
"""
KILLED, STOPPED = "#cc0000", "#00aa00"


def available():
    return shutil.which("gnuplot") is not None


def draw(csv, png, title, minutes, restarts):
    """`restarts`: (seconds, whether it was a kill). A line across each of the three, red for a kill and green for a stop."""
    arrows = "\n".join('set arrow from first {x:.3f}, graph 0 to first {x:.3f}, graph 1 nohead lc rgb "{colour}"'.format(
        x=at / 60, colour=KILLED if kill else STOPPED) for at, kill in restarts)
    script = SCRIPT.format(csv=csv, png=png, title=title, minutes=minutes, restarts=arrows)
    subprocess.run(["gnuplot"], input=script, text=True, check=True)
